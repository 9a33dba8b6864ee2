"""The webhook: Telegram's secret first, then stored, then 200."""

from collections.abc import Awaitable, Callable, Sequence
from hmac import compare_digest
from typing import Any, Final

from aiohttp import web

from bots.telegram.wire import Wire
from core.channel import HttpRoute
from core.errors import ChannelError, Forged
from core.patience import persist

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS: Final = 100
"""At most so many updates come at once (core.telegram.org/bots/api#setwebhook): they share a commit."""

Take = Callable[[Sequence[bytes]], Awaitable[None]]


class Webhook:
    """One account's door. `subject`: "<channel>/<account>"."""

    def __init__(self, subject: str, secret: str, take: Take) -> None:
        self._subject = subject
        self._path = f"/{subject}/webhook"
        self._secret = secret
        self._bytes = secret.encode()
        self._take = take

    def routes(self) -> Sequence[HttpRoute]:
        return (HttpRoute("POST", self._path, self._answer),)

    def url(self, public_url: str) -> str:
        return public_url.rstrip("/") + self._path

    async def register(self, wire: Wire, public_url: str, allowed: Sequence[str]) -> None:
        """Tells Telegram where we are, until it has heard."""
        arguments: dict[str, Any] = {
            "url": self.url(public_url),
            "secret_token": self._secret,
            "allowed_updates": [*allowed],
            "max_connections": CONNECTIONS,
            "drop_pending_updates": False,
        }
        await persist(
            self._subject, "setting the webhook", lambda: wire.ask("setWebhook", **arguments), (ChannelError,)
        )

    async def _answer(self, request: Any) -> web.Response:
        """Raises: Forged, StoreUnavailable: the web server turns them into 403 and 503."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(shown.encode(errors="surrogateescape"), self._bytes):
            raise Forged
        await self._take((await request.read(),))
        return web.Response()
