"""What the doctor says about the staff bots: who they are, the group, its topics, the rights in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from bots.telegram.examining import Examined, examine_bot
from bots.telegram.room import UNKNOWN, GroupMoved, Room
from bots.telegram.settings import StaffSettings
from bots.telegram.staffadmins import in_group
from bots.telegram.updates import BAD_JSON
from bots.telegram.wire import Wire
from core.channel import Finding, Severity
from core.errors import ChannelError, ChannelUnavailable

RIGHTS: Final = {
    "can_manage_topics": "Manage topics",
    "can_delete_messages": "Delete messages",
    "can_pin_messages": "Pin messages",
}
"""Telegram's field for a right, and how its apps call the switch."""


class _Group(msgspec.Struct):
    type: str = ""
    title: str = ""
    is_forum: bool = False


class _Member(msgspec.Struct):
    status: str = ""
    can_manage_topics: bool = False
    can_delete_messages: bool = False
    can_pin_messages: bool = False


_decode_group: Final = msgspec.json.Decoder(_Group).decode
_decode_member: Final = msgspec.json.Decoder(_Member).decode


@dataclass(frozen=True, slots=True)
class StaffDoctor:
    """`word`: by which somebody in the agents' group claims it."""

    settings: StaffSettings
    room: Room
    word: str

    async def examine(self, wire: Wire, first: Examined) -> Sequence[Finding]:
        """`first`: the first bot, as it stands. Raises nothing."""
        found = await examine_bot(wire, first)
        if _hopeless(found):
            return found
        found += await self._group(wire, first)
        for number, token in enumerate(self.settings.overflow_tokens, 2):
            found += await self._helper(
                f"{first.subject} bot {number}", self.settings.model_copy(update={"token": token})
            )
        return found

    async def _group(self, wire: Wire, one: Examined) -> list[Finding]:
        try:
            if await self.room.real() == UNKNOWN:
                remedy = (
                    "Let `kamidesk run` work, add the bot to the agents' group as administrator,"
                    f" and write there: /desk {self.word} (or set `group`)."
                )
                return [one.finding("group", Severity.WARNING, "no group is known yet: tickets wait for it", remedy)]
            group = await self._ask(wire, "getChat", _decode_group)
            member = await self._ask(wire, "getChatMember", _decode_member, user_id=self.settings.bot_id)
        except ChannelError as why:
            remedy = "Is `group` the right id (like -1001234567890), and is the bot in that group? If not, add it."
            return [one.finding("group", Severity.FAILURE, str(why), remedy)]
        return [_place(one, group), _rights(one, member)]

    async def _helper(self, subject: str, settings: StaffSettings) -> list[Finding]:
        """A further bot only writes: it needs to be in the group, as administrator."""
        one = Examined(subject, settings, "", "")
        wire = Wire(settings)
        try:
            found = await examine_bot(wire, one)
            if _hopeless(found):
                return found
            member = await self._ask(wire, "getChatMember", _decode_member, user_id=settings.bot_id)
        except ChannelError as why:
            remedy = "Add this bot to the agents' group too, as administrator."
            return [one.finding("group", Severity.FAILURE, str(why), remedy)]
        finally:
            await wire.close()
        return [*found[:1], _rights(one, member)]

    async def _ask(self, wire: Wire, method: str, decode: Any, **arguments: Any) -> Any:
        """Raises: ChannelError."""
        real = await self.room.real()
        try:
            answer = await in_group(wire, method, real, **arguments)
        except GroupMoved as moved:
            answer = await in_group(wire, method, moved.to, **arguments)
        try:
            return decode(answer.result)
        except BAD_JSON:
            raise ChannelUnavailable("an answer that is not of the Bot API's form") from None


def _hopeless(found: Sequence[Finding]) -> bool:
    return any(one.severity is Severity.FAILURE for one in found)


def _place(one: Examined, group: _Group) -> Finding:
    if group.type == "supergroup" and group.is_forum:
        return one.ok("group", f"{group.title}, with topics")
    remedy = "In the group: Edit, Topics, switch on. (Telegram may give the group a new id then; KamiDesk follows.)"
    return one.finding("group", Severity.FAILURE, f"{group.title} has no topics", remedy)


def _rights(one: Examined, member: _Member) -> Finding:
    if member.status == "creator":
        return one.ok("rights", "owner")
    if member.status != "administrator":
        remedy = f"In the group: Administrators, Add, the bot, with: {', '.join(RIGHTS.values())}."
        return one.finding("rights", Severity.FAILURE, "the bot is no administrator and hears only commands", remedy)
    missing = [name for field, name in RIGHTS.items() if not getattr(member, field)]
    if missing:
        remedy = f"In the group: Administrators, the bot, switch on: {', '.join(missing)}."
        return one.finding("rights", Severity.FAILURE, f"missing: {', '.join(missing)}", remedy)
    return one.ok("rights", "administrator with all that is needed; hears everything, whatever privacy mode says")
