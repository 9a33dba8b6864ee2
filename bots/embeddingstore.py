"""Vectors on disk, so that a start embeds only what is new: implements core.embedding.VectorStore.

One file for each model: records of a mark of the text, the vector, and a checksum. Several processes may append."""

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_MARK, _SUM = 16, 4
_HEAD = 4


class VectorsOnDisk:
    """What cannot be read or written is as if it were not there: vectors can be made again. Texts are not kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, dict[bytes, NDArray[np.float32]]] = {}
        self._lock = Lock()

    def get(self, model: str, texts: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
        with self._lock:
            known = self._of(model)
        return {text: known[mark] for text in texts if (mark := _mark(text)) in known}

    def put(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        with self._lock:
            known = self._of(model)
            fresh = {mark: vector for text, vector in vectors.items() if (mark := _mark(text)) not in known}
            known.update(fresh)
            self._append(model, b"".join(_record(mark, vector) for mark, vector in fresh.items()))

    def _of(self, model: str) -> dict[bytes, NDArray[np.float32]]:
        if model not in self._known:
            self._known[model] = self._read(self._file(model))
        return self._known[model]

    def _file(self, model: str) -> Path:
        safe = "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "_" for one in model)
        return self._folder / f"{safe}.vectors"

    def _read(self, file: Path) -> dict[bytes, NDArray[np.float32]]:
        """Up to the first record that is not whole."""
        try:
            held = file.read_bytes()
        except OSError:
            return {}
        found: dict[bytes, NDArray[np.float32]] = {}
        at = 0
        while at + _HEAD <= len(held):
            end = at + _HEAD + _MARK + 4 * int.from_bytes(held[at : at + _HEAD], "little") + _SUM
            record = held[at:end]
            if end > len(held) or crc32(record[:-_SUM]) != int.from_bytes(record[-_SUM:], "little"):
                self._cut(file, at)
                break
            body = record[_HEAD:-_SUM]
            found[body[:_MARK]] = np.frombuffer(body[_MARK:], "<f4").astype(np.float32)
            at = end
        return found

    def _cut(self, file: Path, size: int) -> None:
        try:
            os.truncate(file, size)
        except OSError:
            return

    def _append(self, model: str, records: bytes) -> None:
        """In one write, so that records of several processes do not mix."""
        if not records:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._file(model).open("ab", buffering=0) as target:
                target.write(records)
        except OSError:
            return


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()


def _record(mark: bytes, vector: NDArray[np.float32]) -> bytes:
    body = len(vector).to_bytes(_HEAD, "little") + mark + vector.astype("<f4").tobytes()
    return body + crc32(body).to_bytes(_SUM, "little")
