"""The receiver for a product's `api_hook`: the call is not signed, its address is the secret; it is a hint only."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web
from pydantic import SecretStr

from core.channel import HttpRoute
from core.errors import Forged
from core.shop import OrderNo, ShopId
from core.shopparts import Poke
from storage.shops.numbers import canonical

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Receiver:
    """`POST /shops/dujiaoka/<shop>/<secret>`; nothing at all without a secret."""

    shop: ShopId
    secret: SecretStr | None
    poke: Poke | None = None

    def routes(self) -> Sequence[HttpRoute]:
        if self.secret is None:
            return ()
        return [HttpRoute("POST", f"/shops/dujiaoka/{self.shop}/{{secret}}", self._receive)]

    async def _receive(self, request: web.Request) -> web.Response:
        """Raises: Forged."""
        known = self.secret.get_secret_value() if self.secret else ""
        if not hmac.compare_digest(request.match_info["secret"].encode(), known.encode()):
            raise Forged("The address of this call to a shop is not ours.")
        number = _number_in(await request.read())
        log.info("the shop has called", shop=self.shop, named=bool(number))
        if self.poke is not None:
            await self.poke([OrderNo(number)] if number else [])
        return web.Response(text="ok")


def _number_in(body: bytes) -> str:
    """What else is in it (the keys!) is not looked at; empty: it names no order."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    number = told.get("order_sn") if isinstance(told, dict) else None
    return canonical(number) if isinstance(number, str) else ""
