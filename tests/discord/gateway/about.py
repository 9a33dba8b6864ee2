"""The calls about the bot itself, its application, servers, members and roles."""

from tests.discord.gateway.access import guild_of
from tests.discord.gateway.calls import Call
from tests.discord.gateway.messages import Method
from tests.discord.gateway.model import Guild, Json
from tests.discord.gateway.permissions import in_guild, sees
from tests.discord.gateway.refusals import missing_access, unknown_member, unknown_user
from tests.discord.gateway.sessions import MEMBERS
from tests.discord.gateway.shapes import channel_json, guild_json, member_json, role_json, user_json
from tests.discord.gateway.socket import application_flags
from tests.discord.gateway.world import World


def me(world: World, call: Call) -> Json:
    more = {"verified": True, "mfa_enabled": True, "email": None, "flags": 0, "locale": "en-US"}
    return user_json(call.me.user) | more


def user(world: World, call: Call) -> Json:
    found = world.users.get(call.id("user"))
    if found is None:
        raise unknown_user()
    return user_json(found)


def gateway(world: World, call: Call) -> Json:
    sessions = world.sessions
    left = max(sessions.per_day - len(sessions.identified), 0)
    limit = {"total": sessions.per_day, "remaining": left, "reset_after": 14_400_000, "max_concurrency": 1}
    return {"url": world.gateway_url, "shards": 1, "session_start_limit": limit}


def application(world: World, call: Call) -> Json:
    bot = call.me
    known: Json = {"id": str(bot.id), "name": bot.user.name, "icon": None, "description": "", "summary": ""}
    known |= {"bot_public": False, "bot_require_code_grant": False, "verify_key": "00" * 32, "team": None}
    owner = next(user for user in world.users.values() if not user.is_bot)
    known |= {"flags": application_flags(bot), "owner": user_json(owner), "tags": [], "redirect_uris": []}
    return known | {"bot": user_json(bot.user), "interactions_endpoint_url": None, "event_webhooks_status": 1}


def my_guilds(world: World, call: Call) -> list[Json]:
    return [_partial(guild, call) for guild in world.guilds.values() if call.me.id in guild.members]


def _partial(guild: Guild, call: Call) -> Json:
    permissions = in_guild(guild, guild.members[call.me.id])
    known: Json = {"id": str(guild.id), "name": guild.name, "icon": None, "banner": None, "features": []}
    return known | {"owner": guild.owner_id == call.me.id, "permissions": str(int(permissions))}


def guild(world: World, call: Call) -> Json:
    found = guild_of(world, call)
    counts = {"approximate_member_count": len(found.members), "approximate_presence_count": 1}
    return guild_json(found) | (counts if call.query.get("with_counts") in {"1", "true"} else {})


def guild_channels(world: World, call: Call) -> list[Json]:
    """Without threads."""
    found = guild_of(world, call).channels.values()
    return [channel_json(one) for one in found if not one.is_thread and sees(one, call.me.id)]


def roles(world: World, call: Call) -> list[Json]:
    return [role_json(role) for role in guild_of(world, call).roles.values()]


def member(world: World, call: Call) -> Json:
    found = guild_of(world, call).members.get(call.id("user"))
    if found is None:
        raise unknown_user() if call.id("user") not in world.users else unknown_member()
    return member_json(found)


def members(world: World, call: Call) -> list[Json]:
    """Everybody: only with the members' intent."""
    if not call.me.privileged & MEMBERS:
        raise missing_access()
    after, limit = call.asked("after"), call.asked("limit", 1)
    found = sorted(guild_of(world, call).members.values(), key=lambda one: one.user.id)
    return [member_json(one) for one in found if one.user.id > after][:limit]


METHODS: dict[tuple[str, str], tuple[str, Method]] = {
    ("GET", "/users/@me"): ("me", me),
    ("GET", "/users/@me/guilds"): ("my guilds", my_guilds),
    ("GET", "/users/{user}"): ("user", user),
    ("GET", "/gateway/bot"): ("gateway", gateway),
    ("GET", "/oauth2/applications/@me"): ("application", application),
    ("GET", "/applications/@me"): ("application", application),
    ("GET", "/guilds/{guild}"): ("guild", guild),
    ("GET", "/guilds/{guild}/channels"): ("guild channels", guild_channels),
    ("GET", "/guilds/{guild}/roles"): ("roles", roles),
    ("GET", "/guilds/{guild}/members"): ("members", members),
    ("GET", "/guilds/{guild}/members/{user}"): ("member", member),
}
