"""What people do: they follow, write, send, choose, press the menu, scan and leave; each act is a callback.

Official shapes: developers.weixin.qq.com/doc/service/guide/product/message/{Receiving_standard_messages,
Receiving_event_pushes}; files as they have come since 2021, which no page describes."""

import hashlib
import secrets

from tests.wechat.platform import quota
from tests.wechat.platform.callbacks import Callbacks, Delivery
from tests.wechat.platform.model import Account, Json, Person, Shown, Way
from tests.wechat.platform.world import World

STICKER = "【收到不支持的消息类型，暂无法显示】"
"""What the account is given instead of a sticker from somebody's own collection."""


class People(World):
    def __init__(self, account: Account | None = None, *, second: float = 1.0) -> None:
        super().__init__(account)
        self.callbacks = Callbacks(self, second=second)

    # ------------------------------------------------------------------ messages

    def says(self, person: Person, text: str, *, at_once: int = 0) -> Delivery:
        """`at_once`: the platform sends so many tries together."""
        fields = {"MsgType": "text", "Content": text}
        return self._writes(person, fields, at_once=at_once, text=text)

    def chooses(self, person: Person, shown: Shown, label: str) -> Delivery:
        """One of the lines of a msgmenu, by its words."""
        choice = next(one for one in shown.choices if one.content == label)
        fields = {"MsgType": "text", "Content": choice.content, "bizmsgmenuid": choice.id}
        return self._writes(person, fields, text=choice.content)

    def sends_image(self, person: Person, data: bytes, suffix: str = "jpg") -> Delivery:
        stored = self.files.keep("image", suffix, data)
        url = f"http://mmbiz.qpic.cn/mmbiz_jpg/{secrets.token_urlsafe(24)}/0"
        return self._writes(person, {"MsgType": "image", "PicUrl": url, "MediaId": stored.id}, media=(data,))

    def sends_voice(self, person: Person, data: bytes, *, recognition: str | None = None) -> Delivery:
        """`recognition`: what the platform understood, where that is switched on; may be empty."""
        stored = self.files.keep("voice", "amr", data)
        fields: Json = {"MsgType": "voice", "MediaId": stored.id, "Format": "amr"}
        if recognition is not None:
            fields["Recognition"] = recognition
        return self._writes(person, fields, media=(data,))

    def sends_video(self, person: Person, data: bytes, *, short: bool = False) -> Delivery:
        stored, thumb = self.files.keep("video", "mp4", data), self.files.keep("thumb", "jpg", b"\xff\xd8\xff thumb")
        kind = "shortvideo" if short else "video"
        return self._writes(person, {"MsgType": kind, "MediaId": stored.id, "ThumbMediaId": thumb.id}, media=(data,))

    def sends_location(self, person: Person, latitude: float, longitude: float, label: str = "") -> Delivery:
        where = {"Location_X": f"{latitude:.6f}", "Location_Y": f"{longitude:.6f}", "Scale": 16}
        fields = {name: _Bare(value) for name, value in where.items()}
        return self._writes(person, {"MsgType": "location", **fields, "Label": label})

    def sends_link(self, person: Person, title: str, description: str, url: str) -> Delivery:
        fields = {"MsgType": "link", "Title": title, "Description": description, "Url": url}
        return self._writes(person, fields, text=title)

    def sends_file(self, person: Person, name: str, data: bytes) -> Delivery:
        fields = {
            **{"MsgType": "file", "Title": name, "Description": "", "FileKey": secrets.token_hex(64)},
            **{"FileMd5": hashlib.md5(data, usedforsecurity=False).hexdigest(), "FileTotalLen": len(data)},
        }
        return self._writes(person, fields, media=(data,))

    def sends_sticker(self, person: Person) -> Delivery:
        return self._writes(person, {"MsgType": "text", "Content": STICKER})

    def sends(self, person: Person, fields: Json) -> Delivery:
        """Any other message: its MsgType and what belongs to it."""
        return self._writes(person, fields)

    # ------------------------------------------------------------------ events

    def subscribes(self, person: Person, scene: str = "") -> Delivery:
        """Follows; with a scene, by scanning its code."""
        person.following = True
        self.grant(person, quota.SUBSCRIBE)
        scanned = {"EventKey": f"qrscene_{scene}", "Ticket": _ticket()} if scene else {"EventKey": ""}
        return self.event(person, "subscribe", **scanned)

    def unsubscribes(self, person: Person) -> Delivery:
        person.following = False
        return self.event(person, "unsubscribe", EventKey="")

    def scans(self, person: Person, scene: str) -> Delivery:
        """A code of ours, by somebody who follows already."""
        self.grant(person, quota.SCAN)
        return self.event(person, "SCAN", EventKey=scene, Ticket=_ticket())

    def clicks(self, person: Person, name: str) -> Delivery:
        """The entry of this name in the account's menu."""
        button = next(one for one in self._entries() if one["name"] == name)
        if button["type"] == "view":
            return self.event(person, "VIEW", EventKey=button["url"], MenuId=_Bare(408_123_456))
        self.grant(person, quota.CLICK)
        return self.event(person, "CLICK", EventKey=button["key"])

    def event(self, person: Person, event: str, **fields: object) -> Delivery:
        """Any event. Nothing is granted by it."""
        at = int(self.clock.stamp)
        return self._delivers(person, f"{event}:{at}", {"MsgType": "event", "Event": event, **fields})

    # ------------------------------------------------------------------ how it goes out

    def _entries(self) -> list[Json]:
        buttons = self.menu["button"] if self.menu is not None else []
        return [leaf for button in buttons for leaf in button.get("sub_button", [button])]

    def _writes(self, person: Person, fields: Json, *, at_once: int = 0, **shown: object) -> Delivery:
        assert person.following, "who does not follow cannot write"
        self.grant(person, quota.MESSAGE)
        number = self.new_msg_id()
        self.show(person, Way.OWN, str(fields["MsgType"]), answers=str(number), **shown)
        menu = {"bizmsgmenuid": _Bare(fields.pop("bizmsgmenuid"))} if "bizmsgmenuid" in fields else {}
        return self._delivers(person, str(number), {**fields, "MsgId": number, **menu}, at_once=at_once)

    def _delivers(self, person: Person, key: str, fields: Json, *, at_once: int = 0) -> Delivery:
        head: Json = {"ToUserName": self.account.original, "FromUserName": person.openid}
        head |= {"CreateTime": int(self.clock.stamp)}
        return self.callbacks.send(person, key, {**head, **fields}, at_once=at_once)


class _Bare:
    """A value that stands in no CDATA."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return str(self._value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ticket() -> str:
    return f"gQ{secrets.token_urlsafe(70)}=="
