"""The calls about application commands: discord.com/developers/docs/interactions/application-commands."""

import re

from tests.discord.gateway.access import guild_of
from tests.discord.gateway.calls import Call, number
from tests.discord.gateway.messages import Method
from tests.discord.gateway.model import Json
from tests.discord.gateway.refusals import Declined, invalid, missing_access
from tests.discord.gateway.world import World

NAME = re.compile(r"[-_'\w]{1,32}")
DESCRIPTION, COMMANDS, OPTIONS = 100, 100, 25
SLASH = 1


def read(world: World, call: Call) -> list[Json]:
    return call.me.commands.get(_scope(world, call), [])


def overwrite(world: World, call: Call) -> list[Json]:
    """All at once: what is not named is gone; what keeps its name keeps its id."""
    scope = _scope(world, call)
    wanted = call.body if isinstance(call.body, list) else []
    if len(wanted) > COMMANDS:
        raise Declined(400, 30032, "Maximum number of application commands reached (100)")
    names = [(one.get("type", SLASH), one.get("name")) for one in wanted]
    for place, one in enumerate(wanted):
        _check(one, str(place))
        if names.count(names[place]) > 1:
            raise invalid(f"{place}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
    known = {one["name"]: one["id"] for one in call.me.commands.get(scope, [])}
    call.me.commands[scope] = [_kept(world, call, one, scope, known.get(one["name"])) for one in wanted]
    world.tell_watchers()
    return call.me.commands[scope]


def create(world: World, call: Call) -> Json:
    """The same name again takes the place of the first."""
    scope = _scope(world, call)
    _check(call.args, "0")
    others = [one for one in call.me.commands.get(scope, []) if one["name"] != call.args["name"]]
    made = _kept(world, call, call.args, scope, None)
    call.me.commands[scope] = [*others, made]
    return made


def delete(world: World, call: Call) -> None:
    scope = _scope(world, call)
    left = [one for one in call.me.commands.get(scope, []) if one["id"] != call.where["command"]]
    call.me.commands[scope] = left


def _scope(world: World, call: Call) -> int:
    if call.id("application") != call.me.id:
        raise missing_access()
    return guild_of(world, call).id if "guild" in call.where else 0


def _check(one: Json, place: str) -> None:
    name, kind = str(one.get("name", "")), one.get("type", SLASH)
    if kind == SLASH and (not NAME.fullmatch(name) or name != name.lower()):
        raise invalid(f"{place}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    if kind == SLASH and not 1 <= len(str(one.get("description", ""))) <= DESCRIPTION:
        raise invalid(f"{place}.description", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    options = one.get("options") or []
    if len(options) > OPTIONS:
        raise invalid(f"{place}.options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_before = False
    for count, option in enumerate(options):
        _check(option | {"type": SLASH}, f"{place}.options.{count}")
        if optional_before and option.get("required"):
            words = "Required options must be placed before non-required options"
            raise invalid(f"{place}.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional_before = optional_before or not option.get("required")


def _kept(world: World, call: Call, one: Json, scope: int, command: str | None) -> Json:
    defaults: Json = {"type": SLASH, "description": "", "options": [], "nsfw": False}
    defaults |= {"default_member_permissions": None, "name_localizations": None, "description_localizations": None}
    if not scope:
        defaults |= {"contexts": None, "integration_types": [0], "dm_permission": True}
    known = defaults | {name: value for name, value in one.items() if value is not None}
    known |= {"id": command or str(world.clock.snowflake()), "application_id": str(call.me.id)}
    known["default_member_permissions"] = _text(known["default_member_permissions"])
    return known | {"version": str(world.clock.snowflake())} | ({"guild_id": str(scope)} if scope else {})


def _text(permissions: object) -> str | None:
    return None if permissions is None else str(number(permissions))


ALL, OF_A_GUILD = "/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands"
METHODS: dict[tuple[str, str], tuple[str, Method]] = {
    ("GET", ALL): ("commands", read),
    ("PUT", ALL): ("overwrite commands", overwrite),
    ("POST", ALL): ("create command", create),
    ("DELETE", ALL + "/{command}"): ("delete command", delete),
    ("GET", OF_A_GUILD): ("commands", read),
    ("PUT", OF_A_GUILD): ("overwrite commands", overwrite),
    ("POST", OF_A_GUILD): ("create command", create),
    ("DELETE", OF_A_GUILD + "/{command}"): ("delete command", delete),
}
