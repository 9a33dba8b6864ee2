"""Who is on the server in most tests: the shop's bot and its buyer, a staff bot and its forum with two agents."""

from dataclasses import dataclass

from tests.discord.gateway import AGENT, Bot, Channel, Discord, Guild, Role, User


@dataclass(slots=True)
class Scene:
    """`desk` is the channel with the contact button, `forum` the agents', who have the role `agents`; `boss` owns it.

    `chat`: the buyer's direct messages with the shop."""

    api: Discord
    guild: Guild
    shop: Bot
    staff: Bot
    buyer: User
    boss: User
    agent: User
    agents: Role
    desk: Channel
    forum: Channel
    chat: Channel


def scene_on(api: Discord) -> Scene:
    boss, agent = api.new_user("mei", display="Mei", language="en-US"), api.new_user("lin", display="Lin")
    buyer = api.new_user("xiaoming", display="小明")
    guild = api.new_guild("卡密小店", boss)
    shop, staff = api.new_bot("kami-shop"), api.new_bot("kami-staff", privileged=1 << 15)
    agents = api.new_role(guild, "客服", AGENT)
    api.invites(guild, shop)
    api.invites(guild, staff)
    api.joins(guild, agent, agents)
    api.joins(guild, buyer)
    desk, forum = api.new_channel(guild, "联系客服"), api.new_forum(guild, "售后")
    return Scene(api, guild, shop, staff, buyer, boss, agent, agents, desk, forum, api.dm(shop, buyer))
