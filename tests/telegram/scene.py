"""Who is on the server in most tests: a shop's bot and its buyer, a staff bot and its forum with two agents."""

from dataclasses import dataclass

from tests.telegram.botapi import Bot, BotApi, Chat, User


@dataclass(slots=True)
class Scene:
    """`chat`: the buyer's with the shop; `group`: the agents' forum, of which `boss` is the owner."""

    api: BotApi
    shop: Bot
    staff: Bot
    buyer: User
    boss: User
    agent: User
    chat: Chat
    group: Chat


def scene_on(api: BotApi) -> Scene:
    shop, staff = api.new_bot("shop"), api.new_bot("staff")
    buyer = api.new_user("小明", last_name="王", username="xiaoming", language="zh-hans")
    boss, agent = api.new_user("Mei", language="en"), api.new_user("Lin", username="lin", language="zh-hans")
    group = api.new_group("售后客服", boss, forum=True)
    api.adds(group, staff)
    api.promotes(group, staff)
    api.adds(group, agent)
    api.promotes(group, agent)
    chat = api.private(shop, buyer)
    chat.opened = True
    for bot in (shop, staff):
        api.queue(bot).clear()
    return Scene(api, shop, staff, buyer, boss, agent, chat, group)
