"""What buyers ask in vain, as it is offered to the admins; the port that keeps what was offered. Pure types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One matter that buyers ask about in vain.

    `id`        the same for the same `question`
    `question`  in the words of a buyer whose question is in the middle of all
    `wordings`  those of others, the commonest first
    `chats`     how many have asked; `unhelped`: to whom an answer was no help
    `nearest`   the id of the entry that is nearest, if one is at all near
    """

    id: str
    question: str
    language: str
    wordings: tuple[str, ...] = ()
    chats: int
    unhelped: int = 0
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A cluster as it was offered to the admins."""

    cluster: Cluster
    at: datetime


class Offers(Protocol):
    """Keeps what was offered, so that it is not offered every night. Raises: StoreUnavailable, from every member."""

    async def put(self, clusters: Sequence[Cluster], at: datetime) -> None: ...

    async def get(self, id_: str) -> Cluster | None:
        """None: it is forgotten."""

    async def since(self, at: datetime) -> Sequence[Offer]:
        """The biggest clusters first."""

    async def forget(self, before: datetime) -> int:
        """How many are gone now."""


def biggest_first(offers: Iterable[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda one: (-one.cluster.chats, -one.cluster.unhelped, one.cluster.id))
