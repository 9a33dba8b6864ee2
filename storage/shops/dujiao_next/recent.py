"""What a buyer's own proof has shown, for a while: without an admin account nothing else can read the order again."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.shop import DeliveredKey, Order, OrderNo

KEPT = 1000
KEPT_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Shown:
    """`keys` are sealed."""

    order: Order
    keys: Sequence[DeliveredKey]
    at: datetime


@dataclass(frozen=True, slots=True)
class Recent:
    _shown: OrderedDict[OrderNo, Shown] = field(default_factory=OrderedDict, repr=False)

    def keep(self, shown: Shown) -> None:
        self._shown[shown.order.number] = shown
        self._shown.move_to_end(shown.order.number)
        while len(self._shown) > KEPT:
            self._shown.popitem(last=False)

    def get(self, number: OrderNo, now: datetime) -> Shown | None:
        shown = self._shown.get(number)
        if shown is not None and now - shown.at > KEPT_FOR:
            del self._shown[number]
            return None
        return shown
