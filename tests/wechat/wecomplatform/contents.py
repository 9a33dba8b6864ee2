"""What a message may hold (document/path/94677). Raises Declined for what WeCom does not take. Pure but for media."""

from collections.abc import Callable

from tests.wechat.wecomplatform.model import Json
from tests.wechat.wecomplatform.refusals import Declined
from tests.wechat.wecomplatform.storage import Files
from tests.wechat.wecomplatform.world import World

TEXT_BYTES = 2048
HEAD_BYTES = 1024
ITEMS = 10
LABEL_BYTES = 128
ID_BYTES = 128
Check = Callable[[World, Json], bytes]


def check_content(world: World, msgtype: str, content: Json) -> bytes:
    """The bytes of the file in it, if there is one. Raises: Declined."""
    return CHECKS[msgtype](world, content)


def _text(world: World, content: Json) -> bytes:
    if not _string(content, "content"):
        raise Declined(44004)
    _at_most(content, "content", TEXT_BYTES, 45002)
    return b""


def _media(kind: str) -> Check:
    def check(world: World, content: Json) -> bytes:
        return world.files.of_id(content.get("media_id"), kind).data

    return check


def _link(world: World, content: Json) -> bytes:
    if not _string(content, "title"):
        raise Declined(41016)
    content["title"] = _cut(_string(content, "title"), 128)
    content["desc"] = _cut(_string(content, "desc"), 512)
    _url(_string(content, "url"))
    _thumbnail(world.files, content)
    return b""


def _miniprogram(world: World, content: Json) -> bytes:
    if _string(content, "appid") not in world.miniprograms:
        raise Declined(90207)
    content["title"] = _cut(_string(content, "title"), 64)
    if not _string(content, "pagepath"):
        raise Declined(40058, "pagepath")
    _thumbnail(world.files, content)
    return b""


def _location(world: World, content: Json) -> bytes:
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = content.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > most:
            raise Declined(40058, name)
    return b""


def _business_card(world: World, content: Json) -> bytes:
    if _string(content, "userid") not in world.servicers:
        raise Declined(40058, "userid")
    return b""


def _ca_link(world: World, content: Json) -> bytes:
    _url(_string(content, "link_url"))
    return b""


def _menu(world: World, content: Json) -> bytes:
    _at_most(content, "head_content", HEAD_BYTES, 45002)
    _at_most(content, "tail_content", HEAD_BYTES, 45002)
    items = content.get("list", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Declined(40058, "Warning: wrong json format.")
    if len(items) > ITEMS:
        raise Declined(95008)
    if not items and not _string(content, "head_content"):
        raise Declined(40063)
    for item in items:
        _item(world, item)
    return b""


def _item(world: World, item: Json) -> None:
    kind = item.get("type")
    if kind not in {"click", "view", "miniprogram", "text"}:
        raise Declined(95009)
    inside = item.get(kind)
    if not isinstance(inside, dict):
        raise Declined(40058, "Warning: wrong json format.")
    words = {"click": LABEL_BYTES, "text": 256}.get(kind, HEAD_BYTES)
    if not _string(inside, "content"):
        raise Declined(40058, "content")
    _at_most(inside, "content", words, 40058)
    if kind == "click":
        _at_most(inside, "id", ID_BYTES, 40058)
    elif kind == "view":
        _url(_string(inside, "url"))
    elif kind == "miniprogram" and _string(inside, "appid") not in world.miniprograms:
        raise Declined(90207)


CHECKS: dict[str, Check] = {
    "text": _text,
    "image": _media("image"),
    "voice": _media("voice"),
    "video": _media("video"),
    "file": _media("file"),
    "link": _link,
    "miniprogram": _miniprogram,
    "msgmenu": _menu,
    "location": _location,
    "business_card": _business_card,
    "ca_link": _ca_link,
}


def _string(content: Json, name: str) -> str:
    """Raises: Declined: it is something else."""
    value = content.get(name, "")
    if not isinstance(value, str):
        raise Declined(40058, f"{name} must be string. Warning: wrong json format.")
    return value


def _at_most(content: Json, name: str, most: int, code: int) -> None:
    if len(_string(content, name).encode()) > most:
        raise Declined(code, f"{name} exceeds max length {most}")


def _url(url: str) -> None:
    if not url:
        raise Declined(41010)
    if not url.startswith(("http://", "https://")):
        raise Declined(45034)
    if len(url.encode()) > 2048:
        raise Declined(40039)


def _thumbnail(files: Files, content: Json) -> None:
    files.of_id(content.get("thumb_media_id"), "image")


def _cut(text: str, most: int) -> str:
    """Longer ones are cut, by WeCom itself."""
    return text.encode()[:most].decode(errors="ignore")
