"""The platforms of the matrix. A channel takes part by standing in STATIONS."""

from contextlib import AsyncExitStack
from typing import Any, ClassVar

import bots.discord.client
import bots.telegram.sending
import bots.telegram.staffsender  # noqa: F401 - the libraries are there before: a busy machine needs long for them
from bots.web.browser import Browser
from config.settings import Settings
from tests.discord.gateway import Discord
from tests.discord.scene import Scene as Server
from tests.discord.scene import scene_on as server_on
from tests.flows.matrix.buyers import OnDiscord, OnTelegram, OnWeb, OnWeChat, OnWeCom
from tests.flows.matrix.rooms import DiscordForum, TelegramGroup, WebDesk
from tests.flows.matrix.stations import Buyer, Room, Station
from tests.flows.wechat.officialplace import callback as wechat_callback
from tests.flows.wechat.officialplace import rights_known
from tests.flows.wechat.webroom import web_room
from tests.flows.wechat.wecomplace import SECOND
from tests.flows.wechat.wecomplace import callback as wecom_callback
from tests.telegram.botapi import BotApi
from tests.telegram.scene import Scene as Group
from tests.telegram.scene import scene_on as group_on
from tests.wechat.platform import Account, Mode, WeChat
from tests.wechat.wecomplatform import WeCom

Channels = dict[str, dict[str, Any]]


class Alone:
    """What not every platform has."""

    buyers: ClassVar[str] = ""
    room: ClassVar[str] = ""

    def __init__(self) -> None:
        self.around = AsyncExitStack()

    async def ready(self, settings: Settings, port: int) -> None:
        """Nothing to wait for."""

    async def stop(self) -> None:
        await self.around.aclose()

    async def newcomer(self, name: str) -> Buyer:
        raise LookupError(f"no buyers here: {name}")

    @property
    def desk(self) -> Room:
        raise LookupError("no staff room here")


class Web(Alone):
    buyers, room = "web", "web-staff"

    async def start(self) -> Channels:
        return {"web": {}, "web-staff": {}}

    async def ready(self, settings: Settings, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        link = settings.model_copy(update={"desk": settings.desk.model_copy(update={"room": "web-staff/main"})})
        self._desk = WebDesk(await self.around.enter_async_context(web_room(link, port)))

    async def newcomer(self, name: str) -> Buyer:
        page = await self.around.enter_async_context(Browser(self._base, "/chat"))
        await page.connect()
        return OnWeb(page)

    @property
    def desk(self) -> Room:
        return self._desk


class Telegram(Alone):
    buyers, room = "telegram", "telegram-staff"
    scene: Group

    async def start(self) -> Channels:
        """The group lets more pass than Telegram does, so that nobody has to wait for a test."""
        api = await self.around.enter_async_context(BotApi(second=0.01))
        self.scene = group_on(api)
        known = {"api_url": api.url, "poll_seconds": 5}
        staff = {"token": self.scene.staff.token, "group": self.scene.group.id, "messages_per_minute": 6000}
        return {"telegram": known | {"token": self.scene.shop.token}, "telegram-staff": known | staff}

    async def newcomer(self, name: str) -> Buyer:
        api = self.scene.api
        user = api.new_user(name, language="zh-hans")
        chat = api.private(self.scene.shop, user)
        chat.opened = True
        return OnTelegram(api, user, chat)

    @property
    def desk(self) -> Room:
        return TelegramGroup(self.scene)


class OfficialAccount(Alone):
    """Verified, in plain mode."""

    buyers = "wechat"

    async def start(self) -> Channels:
        account = Account(mode=Mode.PLAIN, verified=True)
        self._wechat = await self.around.enter_async_context(WeChat(account, second=2.0))
        return {"wechat": self._wechat.settings()}

    async def ready(self, settings: Settings, port: int) -> None:
        self._wechat.callbacks.url = wechat_callback(port)
        await rights_known(self._wechat)

    async def stop(self) -> None:
        await self._wechat.callbacks.settled()
        await super().stop()

    async def newcomer(self, name: str) -> Buyer:
        return OnWeChat(self._wechat, self._wechat.new_person())


class CustomerService(Alone):
    buyers = "wecom"

    async def start(self) -> Channels:
        self._wecom = await self.around.enter_async_context(WeCom(second=SECOND, tokenless=1000))
        self._wecom.new_account()
        return {"wecom": self._wecom.settings()}

    async def ready(self, settings: Settings, port: int) -> None:
        await self._wecom.posts_to(wecom_callback(port))

    async def newcomer(self, name: str) -> Buyer:
        return OnWeCom(self._wecom, self._wecom.new_customer(name))


class DiscordServer(Alone):
    buyers, room = "discord", "discord-staff"
    scene: Server

    async def start(self) -> Channels:
        api = await self.around.enter_async_context(Discord())
        self.scene = server_on(api)
        where = {"api_url": api.api_url, "gateway_url": api.gateway_url, "guild": self.scene.guild.id}
        shop = {"token": self.scene.shop.token, "contact_channel": self.scene.desk.id}
        staff = {"token": self.scene.staff.token, "forum": self.scene.forum.id}
        return {"discord": where | shop, "discord-staff": where | staff}

    async def ready(self, settings: Settings, port: int) -> None:
        for bot in (self.scene.shop, self.scene.staff):
            await self.scene.api.connected(bot)

    async def newcomer(self, name: str) -> Buyer:
        api = self.scene.api
        user = api.new_user(name, display=name)
        api.joins(self.scene.guild, user)
        return OnDiscord(api, user, api.dm(self.scene.shop, user))

    @property
    def desk(self) -> Room:
        return DiscordForum(self.scene)


STATIONS: tuple[type[Station], ...] = (Web, Telegram, OfficialAccount, CustomerService, DiscordServer)
BUYERS = tuple(one.buyers for one in STATIONS)
ROOMS = tuple(one.room for one in STATIONS if one.room)
