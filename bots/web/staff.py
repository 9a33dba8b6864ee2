"""The staff room in the browser: a channel whose threads are tickets, kept in boxes that every agent reads."""

from collections.abc import AsyncIterator, Sequence

from bots.web.capabilities import staff_capabilities
from bots.web.checks import examine_pages
from bots.web.directory import Directory
from bots.web.entries import Side
from bots.web.errors import translate
from bots.web.logins import Role, login_link
from bots.web.outbound import side_for_staff
from bots.web.parts import assemble
from bots.web.protocol import TypingNow
from bots.web.settings import StaffSettings
from bots.web.staffpages import StaffPages
from bots.web.threads import GENERAL, ROOM, STAFF, thread_box
from core.channel import Finding, HttpRoute, Parcel, Sink
from core.errors import TargetGone
from core.messages import AccountId, Address, Media, MessageRef, Receipt, ThreadId, ThreadLook
from core.ports import Surroundings


class StaffRoom:
    """The staff room of one account; `room` is the address that tickets go to."""

    def __init__(self, account: AccountId, settings: StaffSettings, around: Surroundings) -> None:
        self.capabilities = staff_capabilities(settings.upload_bytes)
        self.room = Address(STAFF, account, ROOM)
        self._settings = settings
        self._parts = assemble(f"{settings.prefix}/staff", settings, around)
        self._directory = Directory(self.room, self._parts.boxes, around.clock)
        self._pages = StaffPages(settings, self._parts, self._directory)

    async def start(self, sink: Sink) -> None:
        self._pages.sink = sink
        self._parts.around.mailbox.watch(self._parts.hub.tell)

    async def stop(self) -> None:
        self._pages.sink = None
        await self._parts.hub.close_all()

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Raises: TargetGone: there is no such thread."""
        message = parcel.message
        box = await self._box(message.to)
        receipt = await self._parts.posts.deliver(box, parcel, side_for_staff(message))
        await self._told(message.to, message.look)
        return receipt

    async def edit(self, parcel: Parcel) -> Receipt:
        message = parcel.message
        receipt = await self._parts.posts.edit(await self._box(message.to), parcel)
        await self._told(message.to, message.look)
        return receipt

    async def delete(self, ref: MessageRef) -> None:
        if await self._is_here(ref.where):
            await self._parts.posts.delete(thread_box(ref.where), ref.id)
            await self._told(ref.where)

    async def mark_delivered(self, ref: MessageRef) -> None:
        if await self._is_here(ref.where):
            await self._parts.posts.mark_delivered(thread_box(ref.where), ref.id)

    async def typing(self, where: Address, name: str) -> None:
        shown = TypingNow(where.thread or GENERAL, name, Side.BUYER)
        self._parts.hub.whisper(self._directory.box, shown)

    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        if room.whole_chat != self.room:
            raise TargetGone(room.key)
        with translate():
            return await self._directory.open(key, look.title)

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        await self._box(thread)
        await self._told(thread, look)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._parts.around.blobs.open(media.ref)

    def routes(self) -> Sequence[HttpRoute]:
        return self._pages.routes()

    async def examine(self) -> Sequence[Finding]:
        return examine_pages("web staff room", self._parts.around, self._parts.gate.unreadable)

    def login_link(self, agent_id: str, name: str, role: Role = Role.AGENT) -> str:
        """The address by which this agent signs in; good as long as the settings say."""
        valid, prefix = self._settings.link_valid, self._settings.prefix
        return login_link(agent_id, name, role, self._parts.around, valid=valid, prefix=prefix)

    async def _box(self, where: Address) -> str:
        if not await self._is_here(where):
            raise TargetGone(where.key)
        return thread_box(where)

    async def _is_here(self, where: Address) -> bool:
        with translate():
            return where.whole_chat == self.room and await self._directory.exists(where)

    async def _told(self, where: Address, look: ThreadLook | None = None) -> None:
        """Brings the line in the list up to date."""
        with translate():
            await self._directory.touch(where)
            if look and where.thread:
                await self._directory.look(where, look)
