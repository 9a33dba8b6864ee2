"""What the doctor says about a bot on Discord: token, intents, server, clock, gateway; and the shop's channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from bots.discord.content import shaped
from bots.discord.errors import Declined
from bots.discord.looking import Looker
from bots.discord.rights import Guild, Overwrite, Right, missing, rights_of
from bots.discord.settings import BotSettings, ShopSettings
from bots.discord.shapes import Member
from core.channel import Finding, Severity
from core.errors import ChannelError, Unreadable

SKEW: Final = 30.0  # seconds
READS_EVERYTHING: Final = (1 << 18) | (1 << 19)
"""Flags of an application whose Message Content Intent is on: …/docs/resources/application#application-object."""
TEXT: Final = 0
"""Type of a channel that holds messages."""
PORTAL: Final = "discord.com/developers/applications, your application"

SHOP_RIGHTS: Final = (Right.VIEW_CHANNEL, Right.SEND_MESSAGES, Right.READ_MESSAGE_HISTORY)
THREAD_RIGHTS: Final = (
    Right.CREATE_PRIVATE_THREADS,
    Right.SEND_MESSAGES_IN_THREADS,
    Right.ATTACH_FILES,
    Right.ADD_REACTIONS,
    Right.MANAGE_THREADS,
)
"""For private threads as well."""


class Bot(msgspec.Struct, frozen=True):
    """Of /users/@me."""

    id: str
    username: str = ""


class Application(msgspec.Struct, frozen=True):
    """Of /applications/@me."""

    id: str
    flags: int = 0


class Place(msgspec.Struct, frozen=True):
    """A channel of a server."""

    id: str
    type: int = -1
    name: str = ""
    guild_id: str = ""
    permission_overwrites: tuple[Overwrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """`trouble`: of our own gateway; None: we are not running. `wanted`: what it must be allowed to do; `nice`: what
    helps, and is asked for by the invitation as well."""

    subject: str
    settings: BotSettings
    trouble: str | None
    wanted: Sequence[Right]
    nice: Sequence[Right] = ()

    def finding(self, what: str, severity: Severity, seen: str, remedy: str = "") -> Finding:
        return Finding(f"{self.subject}: {what}", severity, seen, remedy)

    def ok(self, what: str, seen: str) -> Finding:
        return self.finding(what, Severity.OK, seen)

    def failed(self, what: str, seen: str, remedy: str) -> Finding:
        return self.finding(what, Severity.FAILURE, seen, remedy)


class Pointless(Exception):
    """What is wrong makes the rest pointless."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.subject)
        self.finding = finding


async def examine_shop(settings: ShopSettings, subject: str, trouble: str | None) -> Sequence[Finding]:
    """Raises nothing."""
    threads = settings.open_in == "thread"
    one = Examined(subject, settings, trouble, SHOP_RIGHTS + (THREAD_RIGHTS if threads else ()))
    found: list[Finding] = []
    async with Looker(settings) as look:
        try:
            bot, application = await examine_bot(look, one, found)
            await server(look, one, application, found)
            if settings.contact_channel:
                await contact(look, one, settings.contact_channel, bot, found)
        except Pointless as stop:
            found.append(stop.finding)
        except (ChannelError, Declined, Unreadable) as why:
            found.append(unanswered(one, why))
    return found


async def examine_bot(look: Looker, one: Examined, found: list[Finding]) -> tuple[Bot, Application]:
    """For both channels. Raises: Pointless; ChannelError, Declined, Unreadable."""
    try:
        bot = shaped(await look.ask("/users/@me"), Bot)
    except Declined as no:
        raise Pointless(_no_bot(one, no)) from None
    found += [one.ok("token", bot.username), _clock(one, look.date)]
    application = shaped(await look.ask("/applications/@me"), Application)
    found.append(_intents(one, application))
    if one.trouble is not None:
        found.append(_gateway(one))
    return bot, application


async def server(look: Looker, one: Examined, application: Application, found: list[Finding]) -> None:
    """Is the bot where it should be? Raises: as `examine_bot`."""
    remedy = f"Invite it: {invitation(application, (*one.wanted, *one.nice))}"
    if one.settings.guild:
        try:
            guild = shaped(await look.ask(f"/guilds/{one.settings.guild}"), Guild)
        except Declined as no:
            if no.status not in {403, 404}:
                raise
            seen = f"the bot is not in the server {one.settings.guild}, or `guild` is not its id"
            raise Pointless(one.failed("server", seen, remedy)) from None
        found.append(one.ok("server", guild.name))
        return
    guilds = await look.ask("/users/@me/guilds")
    names = [str(guild.get("name")) for guild in guilds]
    if names:
        found.append(one.ok("server", ", ".join(names[:3])))
    else:
        seen = "the bot is in no server: nobody can write to it"
        found.append(one.finding("server", Severity.WARNING, seen, remedy))


async def contact(look: Looker, one: Examined, channel: int, bot: Bot, found: list[Finding]) -> None:
    """The channel with the contact button. Raises: as `examine_bot`."""
    place = await seen_place(look, one, "contact channel", channel)
    if place.type != TEXT:
        remedy = "Set `contact_channel` to the id of a text channel."
        found.append(one.failed("contact channel", f"{place.name} is no text channel", remedy))
        return
    found.append(await rights_in(look, one, "contact channel", place, bot))


async def seen_place(look: Looker, one: Examined, what: str, channel: int) -> Place:
    """Raises: Pointless: it is not there, or not for the bot."""
    try:
        return shaped(await look.ask(f"/channels/{channel}"), Place)
    except Declined as no:
        if no.status not in {403, 404}:
            raise
        remedy = "Is the id right (right click on the channel, Copy Channel ID)? Then give the bot's role View Channel."
        raise Pointless(one.failed(what, f"the bot does not see the channel {channel}", remedy)) from None


async def rights_in(look: Looker, one: Examined, what: str, place: Place, bot: Bot) -> Finding:
    """Bit by bit. Raises: as `examine_bot`."""
    guild = shaped(await look.ask(f"/guilds/{place.guild_id}"), Guild)
    member = shaped(await look.ask(f"/guilds/{place.guild_id}/members/{bot.id}"), Member)
    held = rights_of(guild, place.permission_overwrites, bot.id, member.roles)
    lacking = missing(held, one.wanted)
    if not lacking:
        return one.ok(what, f"#{place.name}, with all the rights that are needed")
    switches = "; ".join(lacking)
    remedy = f"Right click on #{place.name}, Edit Channel, Permissions, the bot's role, switch on: {switches}."
    return one.failed(what, f"#{place.name} lacks: {switches}", remedy)


def invitation(application: Application, wanted: Sequence[Right]) -> str:
    """The address that asks for just these rights."""
    bits = sum({int(right) for right in wanted})
    scope = "bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application.id}&scope={scope}&permissions={bits}"


def _no_bot(one: Examined, no: Declined) -> Finding:
    if no.status == 401:
        remedy = f"{PORTAL}, Bot, Reset Token; put the new one into `token`."
        return one.failed("token", "Discord does not know this token", remedy)
    return one.failed("token", str(no.meaning), "Discord is in trouble: try again in some minutes.")


def unanswered(one: Examined, why: Exception) -> Finding:
    seen = str(why.meaning if isinstance(why, Declined) else why)
    remedy = "Look at `api_url` and at the way there; behind a proxy set HTTPS_PROXY. Then type it again."
    return one.failed("Discord", seen, remedy)


def _intents(one: Examined, application: Application) -> Finding:
    on = bool(application.flags & READS_EVERYTHING)
    if one.settings.message_content and not on:
        remedy = f"{PORTAL}, Bot, Privileged Gateway Intents: switch Message Content Intent on, save, start again."
        return one.failed("intents", "the Message Content Intent is off: Discord does not let the bot in", remedy)
    return one.ok("intents", "Message Content Intent is on" if on else "none of the privileged ones is needed")


def _gateway(one: Examined) -> Finding:
    if not one.trouble:
        return one.ok("gateway", "connected")
    return one.finding("gateway", Severity.WARNING, one.trouble, "It is tried again by itself.")


def _clock(one: Examined, date: str) -> Finding:
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return one.ok("clock", "Discord does not tell the time")
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    if skew > SKEW:
        remedy = "Switch time synchronisation on, for example: timedatectl set-ntp true"
        return one.finding("clock", Severity.WARNING, f"{skew:.0f} seconds off", remedy)
    return one.ok("clock", f"within {SKEW:.0f} seconds of Discord's")
