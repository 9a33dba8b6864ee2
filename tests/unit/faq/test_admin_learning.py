"""From an agent's answer, and from what buyers ask in vain, to an entry."""

import asyncio
from itertools import count

import pytest

from core.messages import (
    Address,
    Body,
    EventId,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageReceived,
    Person,
    PersonId,
)
from faq.entries import Entry
from faq.offers import Cluster
from tests.unit.faq.adminroom import BUYER, LIN, NOON, THREAD, WANG, AdminRoom
from tests.unit.faq.samples import ALL

MING = Person(PersonId("ming"), "小明")
NUMBERS = count(1)
CLUSTER = Cluster(
    id="abcd1234",
    question="能用花呗吗",
    language="zh",
    wordings=("花呗可以付吗", "支持花呗不"),
    chats=7,
    nearest="no-key",
)


def said(
    text: str, *, id_: str = "", by: Person = MING, where: Address = BUYER, media: tuple[Media, ...] = ()
) -> MessageReceived:
    number = id_ or str(next(NUMBERS))
    body = Body(text, media)
    return MessageReceived(id=EventId(number), at=NOON, where=where, sender=by, message=MessageId(number), body=body)


def answer(text: str, *, id_: str = "", media: tuple[Media, ...] = ()) -> MessageReceived:
    return said(text, id_=id_, by=LIN, where=THREAD, media=media)


@pytest.fixture
def room() -> AdminRoom:
    return AdminRoom(ALL)


def test_the_last_answer_and_the_question_before_it(room: AdminRoom) -> None:
    talk = [
        said("在吗"),
        answer("在的"),
        said("花呗能用不"),
        said("就是支付宝那个"),
        answer("/note 老客户"),
        answer("可以用花呗。"),
    ]
    assert "预览" in room.learns(talk)
    room.presses("保存")
    entry = room.entry("hua-bei-neng-yong-bu")
    assert entry is not None
    assert (entry.question, entry.phrasings, entry.answer) == ("花呗能用不", ("就是支付宝那个",), "可以用花呗。")


def test_asking_for_a_person_is_not_the_question() -> None:
    wish = Entry(id="do-person", language="zh", question="转人工", phrasings=("我要找真人",), does="person:asked")
    room = AdminRoom([*ALL, wish])
    room.learns([said("我要找真人"), said("柏林有门店吗"), answer("没有门店。")])
    assert "🆕 bai-lin-men-dian" in room.last.text
    assert "真人" not in room.last.text


def test_the_quoted_answer_with_its_picture(room: AdminRoom) -> None:
    shot = Media(MediaKind.IMAGE, MediaRef("p"), THREAD)
    talk = [said("二维码在哪"), answer("看图", id_="7", media=(shot,)), said("谢谢"), answer("不客气")]
    room.learns(talk, quoted="7")
    assert "二维码在哪" in room.last.text
    assert room.last.media == (shot,)


def test_keys_and_numbers_of_the_buyer_are_not_learnt(room: AdminRoom) -> None:
    talk = [
        said("订单 302261122095245598 的卡密 ABCD-1234-EFGH-5678 用不了，邮箱 a@b.cn"),
        answer("订单 302261122095245598 已经补发：WXYZ-9876-MNPQ-5432"),
    ]
    text = room.learns(talk)
    for secret in ("302261122095245598", "1234-EFGH", "9876-MNPQ", "a@b.cn"):
        assert secret not in text
    assert "{order_no}" in text


def test_what_cannot_be_learnt_is_told(room: AdminRoom) -> None:
    assert "还没有客服的答复" in room.learns([said("在吗")])
    assert "不是客服" in room.learns([said("在吗", id_="3"), answer("在")], quoted="3")
    assert "没找到" in room.learns([said("302261122095245598"), answer("好")])


def test_an_entry_that_answers_it_already_is_offered_instead(room: AdminRoom) -> None:
    room.learns([said("退款规则是啥"), said("能退钱吗"), answer("三天内")])
    assert "很像" in room.last.text
    room.presses("只加进")
    entry = room.entry("refund")
    assert entry is not None
    assert "退款规则是啥" in entry.phrasings


def test_only_admins_learn_where_there_are_admins() -> None:
    room = AdminRoom(ALL, admins=["8"])
    talk = [said("花呗能用不"), answer("能")]
    assert "只有管理员" in room.learns(talk, by=LIN)
    assert "预览" in room.learns(talk, by=WANG)


# ------------------------------------------------------------------ what is asked in vain


def test_unanswered_questions_become_a_form_that_wants_its_answer(room: AdminRoom) -> None:
    asyncio.run(room.offers.put([CLUSTER], NOON))
    form = room.says("/faq new abcd1234").partition("\n\n")[2]
    assert form == "问题: 能用花呗吗\n说法:\n花呗可以付吗\n支持花呗不\n答案:"
    room.says(f"add\n{form} 可以。")
    room.presses("保存")
    entry = room.entry("neng-yong-hua-bei")
    assert entry is not None
    assert entry.phrasings == CLUSTER.wordings


def test_or_wordings_of_the_entry_that_is_nearest(room: AdminRoom) -> None:
    asyncio.run(room.offers.put([CLUSTER], NOON))
    assert "+ 能用花呗吗\n+ 花呗可以付吗" in room.says("/faq extend abcd1234 no-key")
    room.presses("保存")
    entry = room.entry("no-key")
    assert entry is not None
    assert entry.phrasings[-3:] == ("能用花呗吗", *CLUSTER.wordings)


def test_what_is_out_of_date_is_told(room: AdminRoom) -> None:
    assert "过期" in room.says("/faq new zzzz")
    asyncio.run(room.offers.put([CLUSTER], NOON))
    assert "过期" in room.says("/faq extend abcd1234 gone")
