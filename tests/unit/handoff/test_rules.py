"""Who wants a person, and who does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.rules import wants_bot, wants_person

WANTED = """转人工
人工
找客服
真人
活人
客服在吗
轉人工
轉接真人客服謝謝
麻烦帮我转接一下人工客服谢谢
你好，请问可以帮我转人工吗？
我要人工服务
能不能转人工啊
转人供
转工人
专人工
转 人 工！！！
zhuanrengong
有没有人工客服
叫你们老板来
不想跟机器人说话
客服呢
客服死哪去了
有客服吗
我要找真人
联系客服
我要和人工聊
人工呢
能叫个人来吗
人工智能不行，转人工
human
agent
talk to a person
I want to talk to a real human please
can i speak to someone
connect me with an agent
humna
tlak to a humna
let me talk to customer support
get me a human
is there a real person
I need a human
live agent
operator please
speak with a representative
幫我轉真人客服
Hablar con una persona
quiero hablar con alguien por favor
pásame con un humano
¿Hay alguna persona real?
necesito un agente
atención al cliente
persona
asesor""".splitlines()

ANGRY = """什么破机器人 我要投诉
我要投诉你们
垃圾机器人
再不处理我就报警了
this stupid bot
I want to file a complaint
bot inútil
quiero poner una queja""".splitlines()

NOT_WANTED = """人工智能的书有货吗
客服几点上班
客服上班时间
人工充值多久到账
人工发货要多久
客服电话是多少
怎么退款
我的卡密
你好
查订单
你们是真人吗
有人吗
谢谢客服
换一个卡密
这个key是几个人用的
我已经问过客服了他说等
客服说明天发货
how to redeem
what are your support hours
human fall flat steam key
user agent switcher license
personal edition price
need a steam key
support for windows 11?
i have a question
302261122095245598
zhang@qq.com
¿a qué hora puedo hablar con una persona?
edición personal
¿para cuántas personas sirve esta clave?
el vendedor me dijo que mañana
soporte para windows 11?""".splitlines()


@pytest.mark.parametrize(
    "text",
    ["转人工，充值时说卡密已使用", "帮我转人工，充值失败", "人工！我要退款", "人工，充值失败", "真人\n卡密用不了"],
)
def test_a_person_is_called_and_the_matter_follows(text: str) -> None:
    assert wants_person(text) == "asked"


@pytest.mark.parametrize("text", WANTED)
def test_a_person_is_wanted(text: str) -> None:
    assert wants_person(text) == "asked"


@pytest.mark.parametrize("text", ANGRY)
def test_anger_is_a_complaint(text: str) -> None:
    assert wants_person(text) == "complaint"


@pytest.mark.parametrize("text", NOT_WANTED)
def test_other_words_want_no_person(text: str) -> None:
    assert wants_person(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "取消人工",
        "不用人工了",
        "返回机器人",
        "back to bot",
        "cancel human",
        "Back to the bot please",
        "ya no hace falta",
        "volver al bot",
    ],
)
def test_the_bot_is_wanted_back(text: str) -> None:
    assert wants_bot(text)


@pytest.mark.parametrize("text", ["转人工", "取消订单", "机器人真笨", "no"])
def test_the_bot_is_not_wanted_back(text: str) -> None:
    assert not wants_bot(text)


@given(st.text(max_size=300))
def test_reading_never_fails(text: str) -> None:
    assert wants_person(text) in (None, "asked", "complaint")
    wants_bot(text)


@given(
    st.sampled_from(WANTED[:8]),
    st.sampled_from(["", "你好，", "麻烦", "请", "  "]),
    st.sampled_from(["", "谢谢", "！", "~"]),
)
def test_politeness_around_it_changes_nothing(text: str, before: str, after: str) -> None:
    assert wants_person(before + text + after)
