"""The port of embedding models: texts as vectors that are near each other where the meanings are. Pure types."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import KamiDeskError

Vectors = NDArray[np.float32]
"""One row for each text; every row has length 1."""


class EmbedderUnavailable(KamiDeskError):
    """The embedding model cannot be asked now."""


class Embedder(Protocol):
    @property
    def name(self) -> str:
        """Of the model and its version: what one of that name has made fits what another of that name makes."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """n texts -> n x d. From any thread. Raises: EmbedderUnavailable."""


class VectorStore(Protocol):
    """Keeps vectors over restarts, by the name of the model and the text. One that is lost is made again."""

    def get(self, model: str, texts: Iterable[str]) -> Mapping[str, NDArray[np.float32]]:
        """Those that are known."""

    def put(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None: ...
