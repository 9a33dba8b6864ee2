"""The buyer chat: a channel that is its own platform. What a buyer must see is kept in his box."""

from collections.abc import AsyncIterator, Sequence

from bots.web.buyer import WEB, BuyerPages, box_of
from bots.web.capabilities import buyer_capabilities
from bots.web.checks import examine_pages
from bots.web.outbound import side_for_buyer
from bots.web.parts import assemble
from bots.web.protocol import TypingNow
from bots.web.settings import BuyerSettings
from core.channel import Finding, HttpRoute, Parcel, Sink
from core.errors import TargetGone
from core.messages import AccountId, Address, Media, MessageRef, Receipt
from core.ports import Surroundings


class BuyerChat:
    """The web chat of one shop. Delivered means stored: a buyer who is away finds it when he comes back."""

    def __init__(self, account: AccountId, settings: BuyerSettings, around: Surroundings) -> None:
        self.capabilities = buyer_capabilities(settings.upload_bytes)
        self._account = account
        self._parts = assemble(f"{settings.prefix}/chat", settings, around, settings.embed_origins)
        self._pages = BuyerPages(account, settings, self._parts)

    async def start(self, sink: Sink) -> None:
        self._pages.sink = sink
        self._parts.around.mailbox.watch(self._parts.hub.tell)

    async def stop(self) -> None:
        self._pages.sink = None
        await self._parts.hub.close_all()

    async def deliver(self, parcel: Parcel) -> Receipt:
        message = parcel.message
        return await self._parts.posts.deliver(self._box(message.to), parcel, side_for_buyer(message))

    async def edit(self, parcel: Parcel) -> Receipt:
        return await self._parts.posts.edit(self._box(parcel.message.to), parcel)

    async def delete(self, ref: MessageRef) -> None:
        await self._parts.posts.delete(self._box(ref.where), ref.id)

    async def mark_delivered(self, ref: MessageRef) -> None:
        await self._parts.posts.mark_delivered(self._box(ref.where), ref.id)

    async def typing(self, where: Address, name: str) -> None:
        self._parts.hub.whisper(box_of(where), TypingNow("chat", name, "agent"))

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._parts.around.blobs.open(media.ref)

    def routes(self) -> Sequence[HttpRoute]:
        return self._pages.routes()

    async def examine(self) -> Sequence[Finding]:
        return examine_pages("web chat", self._parts.around, self._parts.gate.unreadable)

    def _box(self, where: Address) -> str:
        if (where.channel, where.account) != (WEB, self._account):
            raise TargetGone(where.key)
        return box_of(where)
