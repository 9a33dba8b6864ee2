"""message/custom/send and message/custom/typing.

Fields are looked at more strictly than by WeChat, which ignores what it does not know: here that is a mistake.
Source: developers.weixin.qq.com/doc/service/api/customer/message/{api_sendcustommessage,api_typing}."""

from dataclasses import dataclass

from tests.wechat.platform import quota
from tests.wechat.platform.calls import Call
from tests.wechat.platform.model import Choice, Json, Person, Way
from tests.wechat.platform.refusals import Declined
from tests.wechat.platform.world import World

TEXT_BYTES = 2048
"""Measured by many; the documentation of the sister product (kf/send_msg) says so."""
TYPING_LASTS = 15.0
EXCHANGE_WITHIN = 30.0
OK: Json = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True, slots=True)
class Form:
    needs: frozenset[str]
    may: frozenset[str] = frozenset()


def _form(needs: str, may: str = "") -> Form:
    return Form(frozenset(needs.split()), frozenset(may.split()))


FORMS = {
    "text": _form("content"),
    "image": _form("media_id"),
    "voice": _form("media_id"),
    "video": _form("media_id", "thumb_media_id title description"),
    "music": _form("musicurl hqmusicurl thumb_media_id", "title description"),
    "news": _form("articles"),
    "mpnews": _form("media_id"),
    "mpnewsarticle": _form("article_id"),
    "msgmenu": _form("head_content list tail_content"),
    "wxcard": _form("card_id"),
    "miniprogrampage": _form("title appid pagepath thumb_media_id"),
}
OTHERS = frozenset({"touser", "msgtype", "customservice", "aimsgcontext"})


def send(world: World, call: Call) -> Json:
    """Raises: Declined."""
    told = call.json()
    person = _person(world, told)
    if not person.following:
        raise Declined(43004)
    if person.rejects:
        raise Declined(48002)
    kind = told.get("msgtype")
    if kind not in FORMS:
        raise Declined(40008)
    by = _kf_account(world, told)
    content = _section(told, str(kind))
    shown = _content(world, str(kind), content)
    quota.take(person, world.clock.stamp)
    world.show(person, Way.PUSH, str(kind), by=by, content=content, **shown)
    return OK


def typing(world: World, call: Call) -> Json:
    """Raises: Declined."""
    told, now = call.json(), world.clock.stamp
    person = _person(world, told)
    command = told.get("command")
    if command not in {"Typing", "CancelTyping"}:
        raise Declined(45072)
    if not person.following:
        raise Declined(43004)
    if now - person.exchanged > EXCHANGE_WITHIN:
        raise Declined(45080)
    if command == "Typing" and person.typing_until > now:
        raise Declined(45081)
    person.typed.append(str(command))
    person.typing_until = now + TYPING_LASTS if command == "Typing" else 0.0
    world.tell_watchers()
    return OK


def _person(world: World, told: Json) -> Person:
    openid = told.get("touser")
    if not openid:
        raise Declined(41009)
    person = world.people.get(str(openid))
    if person is None:
        raise Declined(40003)
    return person


def _kf_account(world: World, told: Json) -> str:
    if "customservice" not in told:
        return ""
    section = told["customservice"]
    by = section.get("kf_account") if isinstance(section, dict) else None
    if by not in world.account.kf:
        raise Declined(65401)
    return str(by)


def _section(told: Json, kind: str) -> Json:
    """What the message holds, if it has its fields and no others."""
    content = told.get(kind)
    if not isinstance(content, dict) or not {*told} <= OTHERS | {kind}:
        raise Declined(47001)
    form = FORMS[kind]
    if not {*content} <= form.needs | form.may:
        raise Declined(47001)
    if "media_id" in form.needs and not content.get("media_id"):
        raise Declined(41006)
    if form.needs - {*content}:
        raise Declined(44004)
    return content


def _content(world: World, kind: str, content: Json) -> Json:
    match kind:
        case "text":
            return {"text": sized(content["content"])}
        case "image" | "voice" | "video":
            return {"media": (world.files.find(content["media_id"], kind).data,), "text": str(content.get("title", ""))}
        case "msgmenu":
            return _menu(content)
        case "news":
            return _news(content)
    return {"text": str(content.get("title", ""))}


def _menu(content: Json) -> Json:
    entries = content["list"]
    if not isinstance(entries, list) or not entries:
        raise Declined(44004)
    if not all(isinstance(one, dict) and {*one} == {"id", "content"} for one in entries):
        raise Declined(47001)
    choices = tuple(Choice(_text(one["id"]), _text(one["content"])) for one in entries)
    if not all(choice.id and choice.content for choice in choices):
        raise Declined(44004)
    words = [_text(content["head_content"]), _text(content["tail_content"])]
    sized("".join([*words, *(choice.content for choice in choices)]))
    return {"text": "\n".join(filter(None, words)), "choices": choices}


def _news(content: Json) -> Json:
    articles = content["articles"]
    if not isinstance(articles, list) or len(articles) != 1:
        raise Declined(45008)
    if not isinstance(articles[0], dict) or not {*articles[0]} <= {"title", "description", "url", "picurl"}:
        raise Declined(47001)
    return {"text": str(articles[0].get("title", ""))}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Declined(47001)
    return value


def sized(value: object) -> str:
    """Text that is neither empty nor too long. Raises: Declined."""
    text = _text(value)
    if not text:
        raise Declined(44004)
    if len(text.encode()) > TEXT_BYTES:
        raise Declined(45002)
    return text
