"""The gaps of the FAQ that were offered to admins, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from faq.offers import Cluster, Offer, biggest_first
from storage.memory.kept import Kept


@dataclass(frozen=True, slots=True)
class OffersInMemory:
    """faq.offers.Offers."""

    kept: Kept = field(default_factory=Kept)
    offers: dict[str, Offer] = field(default_factory=dict)

    async def put(self, clusters: Sequence[Cluster], at: datetime) -> None:
        self.kept.reach()
        self.offers.update({one.id: Offer(one, at) for one in clusters})

    async def get(self, id_: str) -> Cluster | None:
        self.kept.reach()
        return self.offers[id_].cluster if id_ in self.offers else None

    async def since(self, at: datetime) -> Sequence[Offer]:
        self.kept.reach()
        return biggest_first(offer for offer in self.offers.values() if offer.at >= at)

    async def forget(self, before: datetime) -> int:
        self.kept.reach()
        old = [id_ for id_, offer in self.offers.items() if offer.at < before]
        for id_ in old:
            del self.offers[id_]
        return len(old)
