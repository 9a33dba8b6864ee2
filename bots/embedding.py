"""Embedding models from a folder: by onnxruntime, or by sentence-transformers. Nothing is fetched from anywhere.

The libraries come with the extra kamidesk[semantic], and are imported only where a model is switched on."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.channel import Finding, Severity
from core.embedding import Embedder, EmbedderUnavailable, Vectors

log = logging.getLogger(__name__)

SUBJECT = "faq.semantic"
REST = 60.0
"""Seconds for which a model that has failed is left alone."""
LOADING = 120.0
"""Seconds that a large model may take until it is there."""
_LONGEST = 256
"""Tokens of a text that the model reads."""
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """`folder`: with model.onnx and tokenizer.json, or as sentence-transformers saves models. `prefix`: before every
    text, where the model wants one."""

    folder: Path
    engine: Literal["onnx", "sentence-transformers"] = "onnx"
    pooling: Literal["mean", "cls"] = "mean"
    prefix: str = ""


class OnnxEmbedder:
    """Implements core.embedding.Embedder."""

    def __init__(self, where: ModelFolder) -> None:
        """Raises: ImportError: the extra is not installed. OSError, and what the libraries raise: it cannot be read."""
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer

        file = where.folder / "model.onnx"
        self.name = _named(where, file)
        self._where = where
        self._tokenizer: Any = Tokenizer.from_file(str(where.folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._session: Any = InferenceSession(str(file), providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}

    def embed(self, texts: Sequence[str]) -> Vectors:
        read = self._tokenizer.encode_batch([self._where.prefix + text for text in texts])
        mask = np.array([one.attention_mask for one in read], np.int64)
        told = {
            "input_ids": np.array([one.ids for one in read], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in read], np.int64),
        }
        out = self._session.run(None, {name: value for name, value in told.items() if name in self._inputs})[0]
        return unit(_pooled(np.asarray(out, np.float32), mask, self._where.pooling))


class SentenceEmbedder:
    """Implements core.embedding.Embedder, for folders that sentence-transformers can read."""

    def __init__(self, where: ModelFolder) -> None:
        """Raises: ImportError: sentence-transformers is not installed. OSError, ValueError: it cannot be read."""
        from sentence_transformers import SentenceTransformer

        self.name = _named(where, *sorted(where.folder.rglob("*.safetensors")))
        self._prefix = where.prefix
        self._model: Any = SentenceTransformer(str(where.folder), device="cpu", local_files_only=True)

    def embed(self, texts: Sequence[str]) -> Vectors:
        return unit(np.asarray(self._model.encode([self._prefix + text for text in texts]), np.float32))


def opened(where: ModelFolder) -> Embedder:
    """Raises: ImportError, OSError, and what the libraries raise."""
    return OnnxEmbedder(where) if where.engine == "onnx" else SentenceEmbedder(where)


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """Rows of length 1; a row of nothing stays so."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled


class GuardedEmbedder:
    """Implements Embedder and Examines: loads the model in a thread of its own, at once.

    Asked before it is there, when it fails, or when it takes too long, it is unavailable, and after a failure for a
    minute; the first is logged."""

    def __init__(self, load: Callable[[], Embedder], within: timedelta) -> None:
        self._within = within.total_seconds()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._loaded: Future[Embedder] = self._thread.submit(load)
        self._rests_until = 0.0
        self._told = False

    @property
    def name(self) -> str:
        """Waits until it is there. Raises: EmbedderUnavailable."""
        try:
            return self._loaded.result(LOADING).name
        except (Exception, CancelledError) as error:
            raise self._failed(error) from None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Within the time that one text may take, for each of them."""
        model = self._model()
        if monotonic() < self._rests_until:
            raise EmbedderUnavailable("it rests")
        asked = self._thread.submit(model.embed, texts)
        try:
            return asked.result(self._within * max(1, len(texts)))
        except (Exception, CancelledError) as error:
            if asked.cancel():
                raise EmbedderUnavailable("it is busy with others") from None
            raise self._failed(error) from None

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def examine(self) -> Sequence[Finding]:
        """Loads it and embeds a text."""
        began = monotonic()
        try:
            model = await asyncio.wait_for(asyncio.wrap_future(self._loaded), LOADING)
            width = (await asyncio.to_thread(self.embed, ["How do I get a refund?"])).shape[1]
        except Exception as error:
            remedy = "Install kamidesk[semantic], and look at the folder in faq.semantic.folder."
            return [Finding(SUBJECT, Severity.WARNING, _cause(error), remedy)]
        finally:
            self.close()
        return [Finding(SUBJECT, Severity.OK, f"{model.name}, {width} numbers a text, {monotonic() - began:.1f} s")]

    def _model(self) -> Embedder:
        if not self._loaded.done():
            raise EmbedderUnavailable("it is being loaded")
        try:
            return self._loaded.result()
        except (Exception, CancelledError) as error:
            raise self._failed(error) from None

    def _failed(self, error: BaseException) -> EmbedderUnavailable:
        self._rests_until = monotonic() + REST
        if not self._told:
            self._told = True
            log.warning("the embedding model is passed over: %s", _cause(error))
        return EmbedderUnavailable(_cause(error))


def _cause(error: BaseException) -> str:
    """Without what the libraries say: it may quote the text."""
    if isinstance(error, TimeoutError):
        return "it takes too long"
    if isinstance(error, ImportError):
        return f"{error.name} is not installed"
    return type(error).__name__


def _pooled(out: NDArray[np.float32], mask: NDArray[np.int64], pooling: str) -> NDArray[np.float32]:
    """n x tokens x d -> n x d; some models have done it themselves."""
    if out.ndim == 2:
        return out
    if pooling == "cls":
        return np.ascontiguousarray(out[:, 0])
    weights = mask[:, :, None].astype(np.float32)
    pooled: NDArray[np.float32] = (out * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
    return pooled


def _named(where: ModelFolder, *files: Path) -> str:
    """The folder's name, and a mark that changes with the model and how it is used. Raises: OSError."""
    mark = blake2b(f"{where.engine}\0{where.pooling}\0{where.prefix}".encode(), digest_size=6)
    for file in files:
        with file.open("rb") as source:
            while chunk := source.read(_CHUNK):
                mark.update(chunk)
    return f"{where.folder.name}-{mark.hexdigest()}"
