"""Another key for one that is bad: taken from stock with `export-available`, which cannot put it into the order.

The export is not idempotent. What makes it so is our note (exports): written before the question, so that a repeat
knows whether the shop was asked at all; and if it was, the key is looked for among those that were marked used just
then, and belong to no order and to no other replacement of ours. As many such keys as there are unanswered questions of
ours: they are ours, whichever is whose. More than that: somebody exported by hand in the same moment, and a person must
look."""

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO

import msgspec
import structlog

from core.errors import NothingInStock, NotPossible, PieceTaken, ShopUnavailable
from core.masking import mask_key
from core.ports import Vault
from core.shop import DeliveredKey, Handing, OrderItem
from core.shopparts import NewKey, Replacement, SetAside, Visible
from storage.shops.dujiao_next.admin import NO_RIGHT, Admin
from storage.shops.dujiao_next.asking import FORBIDDEN, Answer, Declined
from storage.shops.dujiao_next.exports import Export, Exports, Taken
from storage.shops.dujiao_next.numbers import asked, whole_of
from storage.shops.dujiao_next.reading import part_of, pieces_of
from storage.shops.dujiao_next.wire import SecretShape, StatsShape, many
from storage.shops.sealing import key_fingerprint

log = structlog.get_logger(__name__)

BEFORE, AFTER = timedelta(seconds=3), timedelta(seconds=20)
"""Around a question of ours, on the shop's clock: when the shop may have carried it out."""
PAGE = 200
PAGES = 100
"""Of used keys that are looked through after a broken-off taking."""
TIMES = 3
"""Keys taken at most, when others of ours claim each of them first."""


class _Token(msgspec.Struct, frozen=True):
    """The connector's own note of what is set aside: the stock, nothing secret."""

    product: str
    variant: str
    at: float


@dataclass(frozen=True, slots=True)
class Replacing:
    admin: Admin
    exports: Exports
    vault: Vault
    one: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time in this process: two repeats of one replacement must not take two keys."""

    async def set_aside(self, wanted: Replacement) -> SetAside:
        """Raises: NothingInStock, NotPossible, ShopUnavailable."""
        _check(wanted.item)
        if not await self._delivered(wanted):
            raise NotPossible("This key was not delivered for this order.")
        if _left(await self._stats(wanted.item)) <= 0:
            raise NothingInStock
        at = self.admin.asking.shop_time().timestamp()
        return SetAside(msgspec.json.encode(_Token(wanted.item.product, wanted.item.variant, at)).decode())

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        """Raises: PieceTaken, NotPossible, ShopUnavailable."""
        token = _token(aside)
        if (token.product, token.variant) != (wanted.item.product, wanted.item.variant):
            raise NotPossible("What was set aside is of another product.")
        async with self.one:
            known = await self._taken(wanted)
        if known is None or known.sealed is None:
            raise ShopUnavailable("Our own note of the new key is gone.")
        return NewKey(DeliveredKey(wanted.item.product, known.sealed, known.masked), Visible.DETACHED)

    async def _taken(self, wanted: Replacement) -> Export | None:
        known = await self.exports.of(wanted.name)
        if known is not None and known.card is None:
            await self._find_again(wanted, known)
            known = await self.exports.of(wanted.name)
        if known is None or known.card is None:
            await self._take(wanted)
            known = await self.exports.of(wanted.name)
        return known

    async def _take(self, wanted: Replacement) -> None:
        """Takes keys until one is claimed: another of ours may have claimed it as one that it was looking for."""
        for _ in range(TIMES):
            await self.admin.ready()
            await self._ask_first(wanted)
            card, secret = await self._export(wanted)
            if await self._claim(wanted, card, secret):
                return
        raise ShopUnavailable("Other replacements were faster each time.")

    async def _ask_first(self, wanted: Replacement) -> None:
        at = self.admin.asking.shop_time()
        await self.exports.ask(wanted.name, asked(wanted.order) or wanted.order, wanted.item.stock, at)

    async def _export(self, wanted: Replacement) -> tuple[int, str]:
        said = {
            "product_id": int(wanted.item.product),
            "sku_id": int(wanted.item.variant or 0),
            "limit": 1,
            "format": "csv",
            "delete_after_export": False,
        }
        try:
            answer = await self.admin.act("POST", "/card-secrets/export-available", said=said)
        except Declined as declined:
            await self.exports.withdraw(wanted.name)
            await self._explain(wanted.item, declined)
            raise
        return _exported(answer)

    async def _explain(self, item: OrderItem, declined: Declined) -> None:
        """Raises: PieceTaken, NotPossible, ShopUnavailable: always one of them."""
        if declined.code == FORBIDDEN:
            raise NotPossible("The admin account may not take keys from stock: give it the role operations.")
        if _left(await self._stats(item)) <= 0:
            raise PieceTaken
        raise NotPossible(f"The shop gives no key of this product: {declined.detail}")

    async def _stats(self, item: OrderItem) -> StatsShape:
        try:
            return await self.admin.stats(item.product, item.variant)
        except Declined as declined:
            reason = NO_RIGHT if declined.code == FORBIDDEN else f"The shop keeps no keys of it: {declined.detail}"
        raise NotPossible(reason)

    async def _delivered(self, wanted: Replacement) -> bool:
        """Was the bad key delivered for this order, by the shop or in place of another by us?"""
        number = asked(wanted.order)
        if number is None:
            return False
        part = part_of(await self.admin.order(whole_of(number)), number)
        whole = await self.admin.complete(part) if part else None
        pieces = pieces_of(whole) if whole else []
        if any(key_fingerprint(self.vault, piece.text) == wanted.bad for piece in pieces):
            return True
        return await self.exports.gave(number, wanted.bad)

    async def _claim(self, wanted: Replacement, card: int, secret: str) -> bool:
        taken = Taken(self.vault.seal(secret), key_fingerprint(self.vault, secret), mask_key(secret))
        return await self.exports.claim(wanted.name, card, taken)

    async def _find_again(self, wanted: Replacement, known: Export) -> None:
        """Claims the key of a question whose answer never came, if the shop has carried it out.

        Raises: NotPossible: it cannot be told which key it is."""
        for _ in range(TIMES):
            mine = await self._carried_out(wanted.item, known)
            if not mine:
                return
            for card in mine:
                if await self._claim(wanted, card.id, card.secret.strip()):
                    log.info("a key that was taken before an interruption is found again", shop_card=card.id)
                    return

    async def _carried_out(self, item: OrderItem, known: Export) -> Sequence[SecretShape]:
        """Keys that were taken for a question of ours and given to nobody."""
        waiting = await self.exports.open_for(item.stock)
        spans = [(export.asked_at - BEFORE, export.tried_at + AFTER) for export in waiting]
        loose = await self._loose(item, min(first for first, _ in spans), max(last for _, last in spans))
        claimed = await self.exports.claimed([card.id for card in loose])
        free = [card for card in loose if card.id not in claimed and _within(card.updated_at, spans)]
        if len(free) > len(waiting):
            raise NotPossible(_doubt(free, item))
        own = (known.asked_at - BEFORE, known.tried_at + AFTER)
        return [card for card in free if _within(card.updated_at, [own])]

    async def _loose(self, item: OrderItem, first: datetime, last: datetime) -> list[SecretShape]:
        """Used keys of no order that were changed in that time. Raises: NotPossible: there are too many to look at."""
        query = {"product_id": item.product, "sku_id": item.variant or "0", "status": "used", "page_size": str(PAGE)}
        loose: dict[int, SecretShape] = {}
        for page in range(1, PAGES + 1):
            answer = await self.admin.read("/card-secrets", {**query, "page": str(page)})
            cards = many(SecretShape, answer.data)
            loose.update({card.id: card for card in cards if _is_loose(card) and first <= card.updated_at <= last})
            if len(cards) < PAGE:
                return list(loose.values())
        raise NotPossible(_too_many(item, first, last))


def _check(item: OrderItem) -> None:
    if item.handing is not Handing.AUTO:
        raise NotPossible("This item is not given from stock: a person must deliver it anew.")
    if not (item.product.isdecimal() and (item.variant.isdecimal() or not item.variant)):
        raise NotPossible("The shop does not tell which product this item is.")


def _left(stats: StatsShape) -> int:
    """Keys that can be taken. Raises: NotPossible: there is one for everybody."""
    left = stats.available - stats.loop_available
    if left <= 0 and stats.loop_available > 0:
        raise NotPossible("Every buyer of this product gets the same key (循环卡密): there is no other one.")
    return left


def _token(aside: SetAside) -> _Token:
    try:
        return msgspec.json.decode(aside.token, type=_Token)
    except msgspec.MsgspecError:
        reason = "What was set aside cannot be understood any more."
    raise NotPossible(reason)


def _exported(answer: Answer) -> tuple[int, str]:
    """The row and the text of the one key. Raises: ShopUnavailable: it is something else; our note stays open."""
    try:
        found = list(csv.DictReader(StringIO(answer.data))) if isinstance(answer.data, str) else []
    except csv.Error:
        found = []
    card, secret = (found[0].get("id"), found[0].get("secret")) if len(found) == 1 else (None, None)
    if not card or not card.isdecimal() or not secret or not secret.strip():
        raise ShopUnavailable("It gives something else than one key.")
    return int(card), secret.strip()


def _is_loose(card: SecretShape) -> bool:
    return card.status == "used" and not card.order_id and not card.is_loop


def _within(moment: datetime, spans: Sequence[tuple[datetime, datetime]]) -> bool:
    return any(first <= moment <= last for first, last in spans)


def _doubt(free: Sequence[SecretShape], item: OrderItem) -> str:
    rows = ", ".join(f"#{card.id} {mask_key(card.secret.strip())}" for card in free[:8])
    return (
        f"A taking was broken off, and {len(free)} keys of product {item.product} were exported about then: {rows}. "
        "Look in the shop's admin (卡密, used, without order) which of them nobody has, and send that one."
    )


def _too_many(item: OrderItem, first: datetime, last: datetime) -> str:
    return (
        f"A taking was broken off, and there are too many used keys of product {item.product} to look at. Look in the "
        f"shop's admin (卡密, used, without order) for one changed from {first:%H:%M:%S} to {last:%H:%M:%S} UTC."
    )
