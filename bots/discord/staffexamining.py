"""What the doctor says about the staff bot: all that examining.py says, the forum, its tags, how full it is."""

from collections.abc import Sequence
from typing import Final

from bots.discord.content import shaped
from bots.discord.errors import Declined
from bots.discord.examining import (
    Bot,
    Examined,
    Pointless,
    examine_bot,
    rights_in,
    seen_place,
    server,
    unanswered,
)
from bots.discord.forum import ActivePosts
from bots.discord.forumchannel import FORUM, ForumChannel
from bots.discord.forumtags import OF_A_FORUM, Wanted, completed, known_tags
from bots.discord.looking import Looker
from bots.discord.rights import Right
from bots.discord.staffsettings import StaffSettings
from core.channel import Finding, Severity
from core.errors import ChannelError, Unreadable

RIGHTS: Final = (
    Right.VIEW_CHANNEL,
    Right.SEND_MESSAGES,
    Right.SEND_MESSAGES_IN_THREADS,
    Right.READ_MESSAGE_HISTORY,
    Right.ATTACH_FILES,
    Right.ADD_REACTIONS,
    Right.MANAGE_THREADS,
)
NICE: Final = (Right.MANAGE_CHANNELS, Right.PIN_MESSAGES)
"""For making the tags; and for a card whose post has lost its first message."""
CROWD: Final = 900
"""Open threads of a server; Discord allows 1000 (error 160006)."""


async def examine_staff(
    settings: StaffSettings, subject: str, trouble: str | None, wanted: Sequence[Wanted]
) -> Sequence[Finding]:
    """`wanted`: our tags. Raises nothing."""
    one = Examined(subject, settings, trouble, RIGHTS, NICE)
    found: list[Finding] = []
    async with Looker(settings) as look:
        try:
            bot, application = await examine_bot(look, one, found)
            await server(look, one, application, found)
            await _forum(look, one, bot, wanted, found)
        except Pointless as stop:
            found.append(stop.finding)
        except (ChannelError, Declined, Unreadable) as why:
            found.append(unanswered(one, why))
    return found


async def _forum(look: Looker, one: Examined, bot: Bot, wanted: Sequence[Wanted], found: list[Finding]) -> None:
    settings = one.settings
    assert isinstance(settings, StaffSettings)
    place = await seen_place(look, one, "forum", settings.forum)
    if place.type != FORUM:
        remedy = "Make a channel of the type Forum (Server, Create Channel) and set `forum` to its id."
        raise Pointless(one.failed("forum", f"#{place.name} is no forum", remedy))
    found.append(await rights_in(look, one, "forum", place, bot))
    forum = shaped(await look.ask(f"/channels/{settings.forum}"), ForumChannel)
    found.append(_tags(one, forum, wanted))
    active = shaped(await look.ask(f"/guilds/{place.guild_id}/threads/active"), ActivePosts)
    found.append(_room(one, active))


def _tags(one: Examined, forum: ForumChannel, wanted: Sequence[Wanted]) -> Finding:
    lacking = [tag.names[0] for tag in wanted if tag.kind not in known_tags(forum.available_tags, wanted)]
    if not lacking:
        return one.ok("tags", ", ".join(tag.names[0] for tag in wanted))
    if not completed(forum.available_tags, wanted):
        remedy = f"A forum has at most {OF_A_FORUM} tags: delete {len(lacking)} that nobody needs."
        return one.finding("tags", Severity.WARNING, f"no room for: {', '.join(lacking)}", remedy)
    remedy = "`kamidesk run` makes them, if the bot has Manage Channel in the forum; or make them by hand."
    return one.finding("tags", Severity.WARNING, f"missing: {', '.join(lacking)}", remedy)


def _room(one: Examined, active: ActivePosts) -> Finding:
    count = len(active.threads)
    if count >= CROWD:
        remedy = "Discord allows 1000 open threads in a server: close tickets, and old threads of other channels."
        return one.finding("open posts", Severity.WARNING, f"{count} threads are open in the server", remedy)
    return one.ok("open posts", f"{count} threads are open in the server")
