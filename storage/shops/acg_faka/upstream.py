"""The open API of the shops that goods are bought from (对接): it tells their stock, and is asked for nothing else."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import msgspec

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from storage.shops.acg_faka.settings import Upstream
from storage.shops.acg_faka.signing import SIGN, signature
from storage.shops.acg_faka.variants import Variant
from storage.shops.breaker import Breaker
from storage.shops.calls import Calls

DONE = 200
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class _Told(msgspec.Struct, frozen=True):
    code: int
    data: object = None


class UpstreamShop:
    """One of them."""

    def __init__(self, access: Upstream, within: float = 8.0) -> None:
        self._access = access
        self._calls = Calls(access.url, Breaker(), within, any_type=True)

    async def stock(self, code: str, variant: Variant) -> int | None:
        """`code`: the product's there. None: it tells no number. Raises: ShopUnavailable."""
        fields = [("app_id", self._access.app_id), ("code", code), ("race", variant.race)]
        fields += [(f"sku[{name}]", value) for name, value in variant.options]
        data = await self._ask("/shared/commodity/stock", [field for field in fields if field[1]])
        stock = data.get("stock")
        text = str(stock).strip() if isinstance(stock, str | int) else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    async def examine(self, number: str) -> Finding:
        """Are id and key right? `number`: the upstream shop's in ours. Raises nothing."""
        try:
            data = await self._ask("/shared/authentication/connect", [("app_id", self._access.app_id)])
        except ShopUnavailable as away:
            remedy = f"Look at url, app_id and app_key of [...upstreams.{number}]."
            return Finding(f"upstream {number}", Severity.WARNING, away.detail, remedy)
        return Finding(f"upstream {number}", Severity.OK, str(data.get("shopName", ""))[:60])

    async def close(self) -> None:
        await self._calls.close()

    async def _ask(self, path: str, fields: list[tuple[str, str]]) -> Mapping[str, object]:
        sign = signature(fields, self._access.app_key.get_secret_value())
        body = urlencode([*fields, (SIGN, sign)], quote_via=quote).encode()
        reply = await self._calls.ask("POST", path, headers=FORM, body=body)
        try:
            told = msgspec.convert(reply.payload, _Told, strict=False)
        except msgspec.ValidationError:
            told = None
        if told is None or not isinstance(told.data, dict | None | list):
            raise ShopUnavailable("The upstream shop's answer cannot be understood.")
        if told.code != DONE:
            raise ShopUnavailable("The upstream shop refuses the question; are its app_id and app_key right?")
        return told.data if isinstance(told.data, dict) else {}
