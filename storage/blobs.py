"""Files that came in or go out: on disk, under names that nobody can guess; or in memory, for tests."""

import asyncio
import contextlib
import os
import re
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from core.errors import ContentRejected, StoreUnavailable, TargetGone
from core.messages import MediaRef

P = ParamSpec("P")
T = TypeVar("T")

_NAME = re.compile(r"[0-9a-f]{40}")
_HALF = ".half"
CHUNK = 128 * 1024


@dataclass(slots=True)
class BlobsInMemory:
    """core.ports.Blobs without a disk."""

    kept: dict[MediaRef, bytes] = field(default_factory=dict)

    async def put(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[MediaRef, int]:
        content = bytearray()
        async for chunk in chunks:
            content += chunk
            _check(len(content), limit)
        ref = _new_name()
        self.kept[ref] = bytes(content)
        return ref, len(content)

    async def open(self, ref: MediaRef) -> AsyncIterator[bytes]:
        if ref not in self.kept:
            raise TargetGone(f"There is no file {ref!r}.")
        content = self.kept[ref]
        for start in range(0, len(content), CHUNK):
            yield content[start : start + CHUNK]


class BlobsOnDisk:
    """core.ports.Blobs in a folder that only we may read; disk work is done in threads.

    A file gets its name when it is whole and safe on the disk; what a crash leaves of others is removed by `tidy`."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[MediaRef, int]:
        """Raises: ContentRejected: longer than `limit` bytes; StoreUnavailable: the disk does not take it."""
        ref = _new_name()
        return ref, await self._store(self._path(ref), chunks, limit)

    async def open(self, ref: MediaRef) -> AsyncIterator[bytes]:
        if not _NAME.fullmatch(ref):
            raise TargetGone(f"There is no file {ref[:40]!r}.")
        try:
            file = await asyncio.to_thread(self._path(ref).open, "rb")
        except FileNotFoundError:
            raise TargetGone(f"There is no file {ref!r}.") from None
        with file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    async def tidy(self) -> int:
        """Removes what a crash left half-written; to be called before anything is put. Gives how many there were."""
        return await asyncio.to_thread(self._tidy)

    def _tidy(self) -> int:
        halves = list(self._folder.glob(f"*/*{_HALF}"))
        for half in halves:
            half.unlink(missing_ok=True)
        return len(halves)

    def _path(self, ref: MediaRef) -> Path:
        return self._folder / ref[:2] / ref

    async def _store(self, path: Path, chunks: AsyncIterator[bytes], limit: int) -> int:
        half = path.with_suffix(_HALF)
        size = 0
        file = await _on_disk(_create, half)
        try:
            async for chunk in chunks:
                size += len(chunk)
                _check(size, limit)
                await _on_disk(file.write, chunk)
            await _on_disk(_finish, file, half, path)
        except BaseException:
            with contextlib.suppress(OSError):
                file.close()
            half.unlink(missing_ok=True)
            raise
        return size


def _new_name() -> MediaRef:
    return MediaRef(secrets.token_hex(20))


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise ContentRejected(f"The file is longer than {limit} bytes.")


async def _on_disk(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    try:
        return await asyncio.to_thread(work, *arguments, **named)
    except OSError as refused:
        raise StoreUnavailable(f"A file could not be written ({refused.strerror}).") from refused


def _create(half: Path) -> BinaryIO:
    for folder in (half.parent.parent, half.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _finish(file: BinaryIO, half: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    half.rename(path)
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
