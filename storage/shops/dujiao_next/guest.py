"""The guest check: does the shop itself show this order for this mail and password?"""

import unicodedata
from base64 import urlsafe_b64encode
from typing import Any

from core.errors import ShopUnavailable
from core.shop import ContactKind, OrderNo
from storage.shops.contacts import contact_of
from storage.shops.dujiao_next.asking import NOT_FOUND, Asking, Declined, TooMany
from storage.shops.dujiao_next.pace import Pace
from storage.shops.dujiao_next.reading import cut_short, with_payload
from storage.shops.dujiao_next.settings import GuestForm
from storage.shops.dujiao_next.wire import OrderShape, one

NOBODY_S = "DJ00000000000000000000"
LONGEST_MAIL, LONGEST_PASSWORD = 320, 256
OLD = 'It wants mail and password in the old form: set guest = "query" for a shop before 1.4.'


class GuestCheck:
    def __init__(self, asking: Asking, form: GuestForm, pace: Pace) -> None:
        self._asking = asking
        self._form = form
        self._pace = pace

    async def order(self, number: OrderNo, contact: str, password: str) -> OrderShape | None:
        """None: they do not belong together. Raises: ShopUnavailable."""
        known = contact_of(contact)
        mail = known.value
        if known.kind is not ContactKind.EMAIL or len(mail.encode(errors="replace")) > LONGEST_MAIL:
            return None
        for typed in _as_typed(password):
            data = await self._asked(f"/guest/orders/{number}", mail, typed)
            if data is not None:
                return await self._complete(_just(one(OrderShape, data), number, mail), mail, typed)
        return None

    async def _complete(self, found: OrderShape, mail: str, password: str) -> OrderShape:
        """With all lines of what was delivered."""
        given = found
        if cut_short(found.model_copy(update={"children": ()})):
            given = with_payload(given, await self._download(found.order_no, mail, password))
        parts = [
            with_payload(part, await self._download(part.order_no, mail, password)) if cut_short(part) else part
            for part in found.children
        ]
        return given.model_copy(update={"children": tuple(parts)})

    async def _download(self, number: str, mail: str, password: str) -> str:
        data = await self._asked(f"/guest/orders/{number}/fulfillment/download", mail, password)
        if not isinstance(data, str):
            raise ShopUnavailable("It gives no file of what was delivered.")
        return data

    async def _asked(self, path: str, mail: str, password: str) -> Any:
        """None: there is no such thing for them. Raises: ShopUnavailable."""
        if self._form is GuestForm.QUERY:
            return await self._by(path, _query(mail, password), None)
        headers = {"Authorization": f"Guest {_credentials(mail, password)}"}
        try:
            return await self._by(path, None, headers)
        except Declined as declined:
            if self._form is GuestForm.HEADER:
                raise ShopUnavailable(OLD) from declined
        return await self._by(path, _query(mail, password), None)

    async def _by(self, path: str, query: dict[str, str] | None, headers: dict[str, str] | None) -> Any:
        """Raises: Declined: it does not know the form (with a header), ShopUnavailable."""
        await self._pace.turn()
        try:
            answer = await self._asking.ask("GET", path, query=query, headers=headers)
        except Declined as declined:
            if declined.code == NOT_FOUND:
                return None
            if headers is not None:
                raise
            raise ShopUnavailable(f"It declines the guest check ({declined.code}).") from None
        except TooMany:
            self._pace.rest()
            raise
        return answer.data

    async def knows_header(self) -> bool:
        """Is the header understood? Asked about an order that nobody has. Raises: ShopUnavailable."""
        headers = {"Authorization": f"Guest {_credentials('check@kamidesk.invalid', 'no such password')}"}
        try:
            return await self._by(f"/guest/orders/{NOBODY_S}", None, headers) is None
        except Declined:
            return False


def _credentials(mail: str, password: str) -> str:
    return urlsafe_b64encode(f"{mail}\n{password}".encode(errors="replace")).decode().rstrip("=")


def _query(mail: str, password: str) -> dict[str, str]:
    plain = password.encode(errors="replace").decode()
    return {"email": mail.encode(errors="replace").decode(), "order_password": plain}


def _as_typed(password: str) -> list[str]:
    """Letters of full width are tried as they are, then as plain ones."""
    plain = unicodedata.normalize("NFKC", password)
    ways = dict.fromkeys(way.strip() for way in (password, plain))
    return [way for way in ways if 0 < len(way.encode(errors="replace")) <= LONGEST_PASSWORD]


def _just(found: OrderShape, number: OrderNo, mail: str) -> OrderShape:
    """Raises: ShopUnavailable: it shows something else than was asked for."""
    told = contact_of(found.guest_email).value if found.guest_email else mail
    if found.order_no != number or told != mail:
        raise ShopUnavailable("It answers about another order than asked.")
    return found
