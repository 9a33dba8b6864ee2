"""How one bot takes in: by polling or by the webhook, into its intake; presses are answered when they are stored."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress

from bots.telegram.examining import Examined
from bots.telegram.facts import me_of
from bots.telegram.intake import Intake, Understand, Understood
from bots.telegram.polling import Poller
from bots.telegram.settings import BotSettings, webhook_secret
from bots.telegram.webhook import Webhook
from bots.telegram.wire import Wire
from core.background import Background
from core.channel import Finding, HttpRoute, Sink
from core.errors import ChannelError
from core.messages import Address, Media
from core.patience import persist
from core.ports import Surroundings

Look = Callable[[Wire, Examined], Awaitable[Sequence[Finding]]]


class Door:
    """`room`: the account's address, under which unreadable updates are kept. `allowed`: the kinds of updates wanted.

    `username` is empty until Telegram has told it."""

    def __init__(
        self, room: Address, settings: BotSettings, around: Surroundings, allowed: Sequence[str], understand: Understand
    ) -> None:
        subject = f"{room.channel}/{room.account}"
        self.background = Background(subject)
        self.wire = Wire(settings)
        self.username = ""
        self._settings = settings
        self._public_url = around.public_url
        self._allowed = allowed
        self._intake = Intake(room, understand, self._accepted)
        self._webhook = Webhook(subject, webhook_secret(settings, around), self._intake.take)
        self._poller = Poller(subject, self.wire, self._intake.take, allowed, settings.poll_seconds)

    def open(self, sink: Sink) -> None:
        self._intake.sink = sink
        self.background.run(self._take_in())

    async def close(self) -> None:
        self._intake.sink = None
        await self.background.stop()
        await self.wire.close()

    def routes(self) -> Sequence[HttpRoute]:
        return self._webhook.routes()

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self.wire.download(media)

    async def examine(self, look: Look) -> Sequence[Finding]:
        """What `look` finds, also when the channel does not run."""
        running = self._intake.sink is not None
        url = self._webhook.url(self._public_url)
        trouble = self._poller.trouble if running else None
        try:
            return await look(self.wire, Examined(self.background.subject, self._settings, url, trouble))
        finally:
            if not running:
                await self.wire.close()

    async def _take_in(self) -> None:
        """Who we are first: in groups we have to know our name."""
        self.username = await persist(
            self.background.subject, "asking Telegram for our name", self._name, (ChannelError,)
        )
        if self._settings.mode == "polling":
            await self._poller.run()
        else:
            await self._webhook.register(self.wire, self._public_url, self._allowed)

    async def _name(self) -> str:
        return me_of(await self.wire.ask("getMe")).username

    def _accepted(self, understood: Understood) -> None:
        if understood.callback:
            self.background.run(self._answer_press(understood.callback, understood.alert))

    async def _answer_press(self, press: str, alert: str) -> None:
        """Ends the little clock on the button. Too late is no harm: the press itself is stored."""
        text, shown = alert or None, bool(alert) or None
        with suppress(ChannelError):
            await self.wire.call("answerCallbackQuery", callback_query_id=press, text=text, show_alert=shown)
