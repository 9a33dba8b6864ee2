"""Hello, thanks, fine, an emoji, a picture: words that ask for nothing get a short, warm answer. Pure."""

import re
from collections.abc import Iterable
from enum import StrEnum

from core.choices import offering
from core.messages import MediaKind, MessageReceived
from core.reading import gist
from core.remembering import judged
from core.skills import to_buyer
from core.turns import Answer, Choice, Turn


class Small(StrEnum):
    HELLO = "hello"
    THANKS = "thanks"
    FINE = "fine"
    BYE = "bye"
    EMOJI = "emoji"
    WHO = "who"
    ATTACHMENT = "attachment"


_WORDS = {
    Small.HELLO: (
        "你好 您好 哈喽 哈啰 嗨 在 在吗 在么 在嘛 在不在 在线吗 有人吗 有人么 有人在吗 有没有人 早 早安 早上好"
        " 上午好 中午好 下午好 晚上好 亲 亲亲 老板 老板好 老板在吗 掌柜 店家 喂"
        " hello hi hey hiya yo good_morning good_afternoon good_evening hello_there hi_there anyone_there"
        " anyone_here is_anyone_there is_anybody_there anybody_here are_you_there you_there"
        " hola holaa buenas buenos_dias buenas_tardes buenas_noches muy_buenas hay_alguien hola_que_tal que_tal"
    ),
    Small.THANKS: (
        "谢谢 谢谢你 谢谢您 多谢 感谢 谢了 谢啦 辛苦 辛苦你 辛苦您 麻烦你 麻烦您 太好 太棒 真棒 厉害 解决 搞定"
        " 已收到 收到卡密 3q thx thanks thank_you thanks_a_lot thank_you_so_much thank_you_very_much many_thanks ty"
        " tysm great awesome perfect cool nice good_job solved it_works works_now"
        " gracias muchas_gracias mil_gracias muchisimas_gracias perfecto genial excelente ya_funciona resuelto"
    ),
    Small.FINE: (
        "好 好的 好滴 好哒 嗯 嗯嗯 哦 哦哦 噢 行 可以 知道 明白 懂 收到 了解 没事 没问题 不用 没了 是 是的 对 对的"
        " 哈哈 嘻嘻 呵呵 ok okay okey k kk fine sure yes yep yeah alright all_right got_it i_see understood no nope"
        " no_problem never_mind nevermind lol haha"
        " vale claro si bueno listo entendido de_acuerdo esta_bien jaja jajaja"
    ),
    Small.BYE: "再见 拜拜 拜 晚安 回见 88 886 bye bye_bye goodbye good_night see_you see_ya"
    " adios chao chau hasta_luego nos_vemos",
    Small.WHO: (
        "你是谁 你是机器人吗 你是机器人 你是人工智能吗 你是ai吗 你是真人吗 你是人吗 你是人工吗 你是真人还是机器人"
        " 你们是真人吗 你们是机器人吗 你是机器人还是真人 who_are_you what_are_you are_you_a_bot are_you_a_robot"
        " are_you_an_ai are_you_human"
        " are_you_a_human are_you_real are_you_a_real_person"
        " quien_eres eres_un_bot eres_bot eres_un_robot eres_humano eres_una_persona eres_real hablo_con_un_bot"
    ),
}
_LONGEST = 60
_TELLING = (Small.THANKS, Small.BYE, Small.WHO, Small.HELLO, Small.FINE)


def _pattern(kinds: Iterable[Small]) -> re.Pattern[str]:
    """Longest words first and without ways back, so that no text makes it slow."""
    words = sorted((word for kind in kinds for word in _WORDS[kind].split()), key=len, reverse=True)
    choices = "|".join(word.replace("_", " ") for word in words)
    return re.compile(f"(?>(?:{choices})(?![a-z])[呀啊吧呢哦哈嘛了的啦噢喔你们]*+ ?)++")


_ONE = {kind: _pattern([kind]) for kind in _TELLING}
_ANY = _pattern(Small(kind) for kind in _WORDS)


def small(turn: Turn) -> Small | None:
    """What kind of small talk this is, if it is nothing more."""
    if turn.staff or not isinstance(turn.event, MessageReceived):
        return None
    body = turn.event.body
    if any(item.kind is not MediaKind.STICKER for item in body.media):
        return None if body.text.strip() else Small.ATTACHMENT
    return kind_of(body.text) if body.text.strip() else (Small.EMOJI if body.media else None)


@judged
def kind_of(text: str) -> Small | None:
    words = gist(text)
    if not words:
        return Small.EMOJI
    if len(words) > _LONGEST or not _ANY.fullmatch(words):
        return None
    return next((kind for kind in _TELLING if _ONE[kind].search(words)), None)


def chat(turn: Turn, choices: tuple[Choice, ...]) -> Answer | None:
    """The answer to small talk; `choices` are offered with those that may want more."""
    kind = small(turn)
    return reply(turn, kind, choices) if kind is not None else None


def reply(turn: Turn, kind: Small, choices: tuple[Choice, ...]) -> Answer:
    text = turn.say(f"small-{kind}")
    if kind in (Small.ATTACHMENT, Small.HELLO, Small.WHO):
        return offering(turn, text, choices)
    return Answer(say=(to_buyer(turn, text),), remember=turn.memory)
