"""Who may open an incident, when a second person must agree, and how its orders are counted. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase

from core.incident import Affected, Fate, Incident, IncidentId, Remedy, Tally
from core.messages import Person
from core.reading import fold
from core.replacing import Entry, Kind, Second, Stage
from core.replacingrules import CENT, price_of_one
from core.shop import OrderStatus, ShopId
from core.shopparts import Sale, StockLine

BATCH = "batch:"
"""Before the name of a batch among what a supplier has delivered."""
KEPT = timedelta(days=1)
"""A draft that nobody opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRules:
    """A second person must agree above `approve_above` in the shop's currency, or `approve_orders` orders. `agents`:
    ids of those who may beside the `admins`; with neither named: every agent. `failures`: so many in a row stop it.

    `suppliers`: what came from whom: patterns of products' names or ids, or `batch:NAME`."""

    approve_above: Decimal = Decimal(500)
    approve_orders: int = 20
    failures: int = 5
    agents: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    suppliers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def may(self, who: Person) -> bool:
        named = self.agents | self.admins
        return not named or who.id in named

    def supplied_by(self, words: str) -> tuple[str, ...]:
        """What the settings say of a supplier of this name."""
        return next((found for name, found in self.suppliers.items() if fold(name) == fold(words.strip())), ())


def second_for(rules: IncidentRules, incident: Incident, tally: Tally, remedy: Remedy) -> Second | None:
    """Why a second person must agree to this; None: nobody must, or somebody has."""
    if remedy is Remedy.WAIT or remedy in incident.allowed:
        return None
    if sum((amount for _, amount in tally.cost), Decimal(0)) > rules.approve_above:
        return Second.AMOUNT
    return Second.COUNT if tally.left > rules.approve_orders else None


def fitting(lines: Iterable[StockLine], patterns: Sequence[str]) -> list[StockLine]:
    """The products that patterns of a supplier are for."""
    wanted = [fold(one) for one in patterns if not one.startswith(BATCH)]
    return [
        line
        for line in lines
        if any(fnmatchcase(fold(name), one) for one in wanted for name in (line.title, line.stock.product))
    ]


def affected(id_: IncidentId, sale: Sale, entries: Sequence[Entry], *, reachable: bool) -> Affected:
    order = sale.order
    pieces = max(sale.pieces, 1)
    amount = _cost(sale, pieces)
    titles = {item.product: item.title for item in order.items}
    named = dict.fromkeys(titles.get(one.product, one.product) for one in sale.goods)
    others = [one for one in entries if not one.name.startswith(prefix(id_))]
    settled = settled_pieces(order.status, sale.marks, pieces, amount, others, order.refunded)
    return Affected(
        incident=id_,
        shop=order.shop,
        number=order.number,
        at=order.delivered_at or order.paid_at or order.created_at,
        pieces=pieces,
        amount=amount,
        currency=order.currency,
        title=", ".join(named) or ", ".join(dict.fromkeys(titles.values())),
        goods=sale.goods,
        marks=sale.marks,
        contact=order.contact,
        settled=settled,
        reachable=reachable,
        fate=Fate.SETTLED if settled >= pieces else Fate.LEFT,
    )


def _cost(sale: Sale, pieces: int) -> Decimal:
    bought = sum(item.quantity for item in sale.order.items) or 1
    return sale.order.amount if pieces >= bought else price_of_one(sale.order) * pieces


def settled_pieces(
    status: OrderStatus,
    marks: Sequence[str] | None,
    pieces: int,
    amount: Decimal,
    entries: Sequence[Entry],
    refunded: Decimal | None,
) -> int:
    """How many of them have been replaced or paid back, by whomever."""
    noted = [one.amount or Decimal(0) for one in entries if one.kind is Kind.REFUNDED and one.stage in _DONE]
    back = max(sum(noted, Decimal(0)), refunded or Decimal(0))
    if status is OrderStatus.REFUNDED or (back > 0 and back >= amount):
        return pieces
    replaced = {one.bad for one in entries if one.kind is Kind.REPLACED and one.stage in _DONE}
    return min(len(replaced if marks is None else replaced & set(marks)), pieces)


_DONE = frozenset({Stage.TAKEN, Stage.SENT})


def prefix(id_: IncidentId) -> str:
    """What the names of all entries of the ledger begin with that an incident has made."""
    return f"incident-{id_}-"


def due_of(one: Affected) -> Decimal:
    """What is left to make good of it, in money."""
    left = max(one.pieces - one.settled, 0)
    return (one.amount * left / one.pieces).quantize(CENT, ROUND_HALF_UP)


def tally_of(orders: Iterable[Affected]) -> Tally:
    every = list(orders)
    cost: dict[str, Decimal] = {}
    for one in every:
        if one.fate in {Fate.LEFT, Fate.FAILED}:
            cost[one.currency] = cost.get(one.currency, Decimal(0)) + due_of(one)
    fates = Counter(one.fate for one in every)
    done = Counter(one.done for one in every if one.fate is Fate.DONE)
    why = Counter(one.why for one in every if one.fate is Fate.FAILED)
    return Tally(
        orders=len(every),
        pieces=sum(one.pieces for one in every),
        settled=fates[Fate.SETTLED],
        reachable=sum(one.reachable for one in every if one.fate in {Fate.LEFT, Fate.FAILED}),
        left=fates[Fate.LEFT],
        owed=sum(max(one.pieces - one.settled, 0) for one in every if one.fate in {Fate.LEFT, Fate.FAILED}),
        replaced=done[Remedy.REPLACE],
        refunded=done[Remedy.REFUND],
        failed=fates[Fate.FAILED],
        cost=tuple(sorted(cost.items())),
        why=tuple(why.most_common()),
    )


def goods_key(shop: ShopId, one: Affected) -> str:
    """Of what a new key for it is taken from."""
    return ",".join(sorted(f"{shop}:{stock.product}:{stock.variant}" for stock in one.goods))
