"""The staff rooms of one shop, from its settings: where tickets go, by which rules, and whether that can be."""

from collections.abc import Mapping, Sequence

from config.settings import RoomRule, Settings
from core.channel import Channel, Finding, HostsRoom, Severity
from core.errors import WrongSetting
from core.messages import AccountId, Address, ChannelName
from handoff.cards import REASONS
from handoff.rooms import GROUPS, Rooms, Rule

WEB_STAFF = "web-staff"

Channels = Mapping[tuple[ChannelName, AccountId], Channel]


def room_of(settings: Settings, channels: Channels) -> Address:
    """Where tickets go that no rule is for. Raises: WrongSetting."""
    return _room(settings.staff_room, "desk.room", channels)


def rooms_of(settings: Settings, channels: Channels) -> Rooms:
    """All rooms that are configured, and the rules. Raises: WrongSetting."""
    found = {f"{name}/{account}": host.room for (name, account), host in _hosts(channels).items()}
    named = {name: room for name, room in found.items() if room is not None}
    return Rooms(named, tuple(_rule(rule, channels) for rule in settings.desk.rooms))


def rooms_with_tickets(settings: Settings, channels: Channels) -> Sequence[Address]:
    """Without those to which agents move some by hand. Raises: WrongSetting."""
    return [_room(name, "desk.rooms.room", channels) for name in settings.staff_rooms]


def web_room(settings: Settings, wanted: str = "") -> str:
    """The web staff room that a login link leads to: the one that is asked for, else the first that gets tickets.

    Raises: WrongSetting: agents answer elsewhere, or there is no such room."""
    web = [name for name in settings.staff_rooms if name.startswith(f"{WEB_STAFF}/")]
    known = [f"{WEB_STAFF}/{account}" for account in settings.channels.get(WEB_STAFF, {})]
    if wanted:
        name = wanted if "/" in wanted else f"{WEB_STAFF}/{wanted}"
        if name in known:
            return name
        raise WrongSetting("--room", f"{name} is not a web staff room.", f"There are: {', '.join(known) or 'none'}.")
    if web:
        return web[0]
    remedy = f"To answer in the browser instead, set desk.room to {WEB_STAFF}/main."
    raise WrongSetting("desk.room", f"agents answer in {settings.staff_room}, which needs no link.", remedy)


def examine_rooms(settings: Settings, channels: Channels) -> Sequence[Finding]:
    """One line for each rule and one for the rest; whether a room can be reached, its channel tells itself."""
    try:
        rooms_of(settings, channels)
        room_of(settings, channels)
    except WrongSetting as wrong:
        seen = wrong.detail.removeprefix(f"{wrong.name}: ").removesuffix(wrong.remedy).strip()
        return [Finding(wrong.name, Severity.FAILURE, seen, wrong.remedy)]
    found, taken = [], False
    for rule in settings.desk.rooms:
        found.append(_of_rule(rule, hidden=taken))
        taken = taken or not _wishes(rule)
    rest = "gets every other ticket" if settings.desk.rooms else "gets every ticket"
    rest = "gets what agents move there" if taken else rest
    return [*found, Finding(f"staff room {settings.staff_room}", Severity.OK, rest)]


def _of_rule(rule: RoomRule, *, hidden: bool) -> Finding:
    subject = f"staff room {rule.room}"
    if hidden:
        remedy = "The first rule that fits wins: move it further up in kamidesk.toml."
        return Finding(subject, Severity.WARNING, "gets nothing by this rule: one above takes every ticket", remedy)
    return Finding(subject, Severity.OK, f"gets tickets with {_wishes(rule)}" if _wishes(rule) else "gets every ticket")


def _wishes(rule: RoomRule) -> str:
    lists = (("product", rule.product), ("reason", rule.reason), ("language", rule.language), ("channel", rule.channel))
    return "; ".join(f"{name} {', '.join(values)}" for name, values in lists if values)


def _rule(rule: RoomRule, channels: Channels) -> Rule:
    known = sorted(REASONS | GROUPS.keys())
    for reason in rule.reason:
        if reason not in known:
            raise WrongSetting("desk.rooms.reason", f"{reason} is no reason.", f"There are: {', '.join(known)}.")
    room = _room(rule.room, "desk.rooms.room", channels)
    return Rule(room, rule.product, rule.reason, rule.language, rule.channel)


def _hosts(channels: Channels) -> dict[tuple[ChannelName, AccountId], HostsRoom]:
    return {key: channel for key, channel in channels.items() if isinstance(channel, HostsRoom)}


def _room(name: str, setting: str, channels: Channels) -> Address:
    channel, _, account = name.partition("/")
    host = _hosts(channels).get((ChannelName(channel), AccountId(account)))
    found = host.room if host else None
    if found is None:
        seen = f"{name} is not a configured staff room." if channel else "there is no staff room."
        raise WrongSetting(setting, seen, f"Add a section [channels.{channel or WEB_STAFF}.{account or 'main'}].")
    return found
