"""Carries out one entry of the ledger at its shop: set aside, taken; or recorded as given back."""

from dataclasses import dataclass, replace

from core.errors import NothingInStock, NotPossible, PieceTaken, SecretUnreadable, ShopUnavailable
from core.replacing import IN_HAND, Entry, Failure, Kind, LedgerShelf, Stage
from core.replacingfacts import ReplacingFacts
from core.shop import OrderItem
from core.shopparts import NewKey, RecordsRefunds, Refund, RefundWay, Replacement, ReplacesKeys, SetAside, Visible

PIECES = 5
"""Set aside one after another, when the shop is faster at selling them."""


class _Overtaken(Exception):
    """Other work carries this entry now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Replacing:
    """`work`: the id of the work that carries it."""

    facts: ReplacingFacts
    work: str

    async def carried_out(self, entry: Entry) -> Entry:
        """As it is in the end: TAKEN, SENT or FAILED; or carried by other work. Raises: ShopUnavailable,
        StoreUnavailable; the same entry may be carried out again then."""
        if entry.stage is Stage.TAKEN:
            return entry
        try:
            return await (self._refunded(entry) if entry.kind is Kind.REFUNDED else self._replaced(entry))
        except _Overtaken as other:
            return other.entry

    async def _replaced(self, entry: Entry) -> Entry:
        shop = self.facts.of(entry.shop)
        if not isinstance(shop, ReplacesKeys):
            return await self._failed(entry, Failure.UNABLE)
        wanted = Replacement(entry.name, entry.order, entry.item or OrderItem("", ""), entry.bad)
        for _ in range(PIECES):
            try:
                entry = await self._with_piece(shop, entry, wanted)
                new = await shop.replace_key(wanted, SetAside(entry.token))
            except PieceTaken:
                entry = await self._kept(replace(entry, stage=Stage.APPROVED, token=""))
            except NothingInStock:
                return await self._failed(entry, Failure.NO_STOCK)
            except NotPossible as reason:
                return await self._failed(entry, reason.detail)
            else:
                return await self._kept(self._with_key(entry, new))
        raise ShopUnavailable("It sells its pieces faster than one can be set aside.")

    async def _with_piece(self, shop: ReplacesKeys, entry: Entry, wanted: Replacement) -> Entry:
        """Stored before anything is taken: afterwards the same piece is asked for again."""
        if entry.token:
            return entry
        aside = await shop.set_aside(wanted)
        return await self._kept(replace(entry, stage=Stage.SET_ASIDE, token=aside.token))

    def _with_key(self, entry: Entry, new: NewKey) -> Entry:
        try:
            mark = self.facts.vault.fingerprint(self.facts.vault.open(new.key.sealed).strip())
        except SecretUnreadable:
            raise ShopUnavailable("The new key was sealed with a secret that is not configured.") from None
        key = new.key
        return replace(
            entry, stage=Stage.TAKEN, sealed=key.sealed, masked=key.masked, mark=mark, visible=new.visible, why=""
        )

    async def _refunded(self, entry: Entry) -> Entry:
        shop = self.facts.of(entry.shop)
        able = isinstance(shop, RecordsRefunds) and entry.way in shop.refund_ways
        if not able and entry.way is RefundWay.WALLET:
            return await self._failed(entry, Failure.UNABLE)
        if isinstance(shop, RecordsRefunds) and able:
            assert entry.amount is not None
            refund = Refund(entry.name, entry.order, entry.amount, entry.reason, entry.way)
            try:
                await shop.record_refund(refund)
            except NotPossible as reason:
                return await self._failed(entry, reason.detail)
        visible = Visible.IN_ORDER if able else Visible.DETACHED
        return await self._kept(replace(entry, stage=Stage.SENT, visible=visible))

    async def _failed(self, entry: Entry, why: str) -> Entry:
        return await self._kept(replace(entry, stage=Stage.FAILED, why=why))

    async def _kept(self, entry: Entry) -> Entry:
        """Raises: _Overtaken."""

        def job(shelf: LedgerShelf) -> Entry | None:
            stored = shelf.entry(entry.name)
            if stored is not None and (stored.carrier != self.work or stored.stage not in IN_HAND):
                return stored
            shelf.put(entry)
            return None

        other = await self.facts.ledger.run(job)
        if other is not None:
            raise _Overtaken(other)
        return entry
