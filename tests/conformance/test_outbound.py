"""What the product says is what people see: whole, in order, once."""

from collections.abc import Sequence

import pytest

from core.channel import DeletesMessages, EditsMessages, Level, MarksDelivery, OpensThreads, Parcel, ShowsTyping
from core.fitting import fit
from core.messages import (
    AccountId,
    Address,
    Button,
    ChannelName,
    ChatId,
    Media,
    MediaKind,
    MediaRef,
    MessageId,
    MessageReceived,
    MessageRef,
    Span,
    Style,
    ThreadLook,
)
from core.messages import OutgoingMessage as Out
from core.splitting import length
from tests.conformance.folders import every_channel
from tests.conformance.kit import Shown
from tests.conformance.stage import Stage
from tests.conformance.test_inbound import PICTURE, WORDS

ELSEWHERE = Address(ChannelName("elsewhere"), AccountId("main"), ChatId("1"))
DOCUMENT = b"%PDF-1.7\n" + bytes(range(256)) * 3


def picture(stage: Stage) -> Media:
    """A picture whose home is another channel."""
    stage.files.data["p"] = PICTURE
    return Media(MediaKind.IMAGE, MediaRef("p"), ELSEWHERE, "怎么兑换.png", "image/png", len(PICTURE))


def document(stage: Stage) -> Media:
    stage.files.data["d"] = DOCUMENT
    return Media(MediaKind.FILE, MediaRef("d"), ELSEWHERE, "a.pdf", "application/pdf", len(DOCUMENT))


@every_channel()
@pytest.mark.parametrize("words", WORDS)
async def test_words_are_shown_unchanged(stage: Stage, words: str) -> None:
    can = stage.channel.capabilities
    if length(words, can.text_unit) > can.text_limit:
        pytest.skip(f"{stage.case.name} claims less")
    await stage.kit.says(stage.kit.chat, "hello")
    receipt = await stage.deliver(Out(to=stage.kit.chat, text=words))
    shown = await stage.shown()
    assert [one.text for one in shown] == [words]
    _stand_there(receipt.ids, shown)


@every_channel()
async def test_the_longest_text_that_is_claimed_is_taken(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    longest = "x" * stage.channel.capabilities.text_limit
    await stage.deliver(Out(to=stage.kit.chat, text=longest))
    assert (await stage.shown())[-1].text == longest


@every_channel()
async def test_messages_stand_in_the_order_in_which_they_were_sent(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    ids = [(await stage.deliver(Out(to=stage.kit.chat, text=f"{n}"))).ids for n in range(5)]
    shown = await stage.shown()
    assert [one.text for one in shown] == ["0", "1", "2", "3", "4"]
    _stand_there([id_ for [id_] in ids], shown)


@every_channel()
async def test_the_same_key_shows_one_message(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    exact = stage.channel.capabilities.idempotent_sends is Level.FULL
    first = await stage.deliver(Out(to=stage.kit.chat, text="您的卡密"), key="7.1.0")
    again = await stage.deliver(Out(to=stage.kit.chat, text="您的卡密"), key="7.1.0")
    assert len(await stage.shown()) == (1 if exact else 2)
    assert (first.ids == again.ids) == exact


@every_channel()
async def test_other_keys_show_other_messages(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    first = await stage.deliver(Out(to=stage.kit.chat, text="same words"))
    second = await stage.deliver(Out(to=stage.kit.chat, text="same words"))
    assert first.ids != second.ids
    assert len(await stage.shown()) == 2


@every_channel()
async def test_styled_words_stay_the_same_words(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    text = "🎮 卡密 <A&B> *1* 请收好"
    spans = (Span(2, 4, Style.BOLD), Span(5, 10, Style.CODE))
    await stage.deliver(Out(to=stage.kit.chat, text=text, spans=spans))
    assert (await stage.shown())[-1].text == text


@every_channel()
async def test_buttons_are_shown_row_by_row(stage: Stage) -> None:
    _claimed(stage, "buttons")
    await stage.kit.says(stage.kit.chat, "hello")
    rows = ((Button("查订单", "a"), Button("退款", "b")), (Button("转人工 🙋", "c"),))
    await stage.deliver(Out(to=stage.kit.chat, text="怎么帮您？", buttons=rows))
    shown = [[*row] for row in (await stage.shown())[-1].buttons]
    if stage.channel.capabilities.buttons is Level.FULL:
        assert shown == [["查订单", "退款"], ["转人工 🙋"]]
    assert [label for row in shown for label in row] == ["查订单", "退款", "转人工 🙋"]


@every_channel()
async def test_a_page_can_be_opened_by_a_button_or_is_told_in_words(stage: Stage) -> None:
    can = stage.channel.capabilities
    await stage.kit.says(stage.kit.chat, "hello")
    page = "https://shop.example/help"
    (message,) = fit(Out(to=stage.kit.chat, text="看这里", buttons=((Button("帮助页", url=page),),)), can)
    await stage.deliver(message)
    shown = (await stage.shown())[-1]
    labels = [label for row in shown.buttons for label in row]
    assert (page in shown.text) is (can.links is Level.NONE)
    assert labels == ([] if can.links is Level.NONE else ["帮助页"])


@every_channel()
async def test_files_of_elsewhere_are_brought_over(stage: Stage) -> None:
    _claimed(stage, "media")
    await stage.kit.says(stage.kit.chat, "hello")
    files = (picture(stage), document(stage))[: stage.channel.capabilities.media_per_message]
    receipt = await stage.deliver(Out(to=stage.kit.chat, media=files))
    shown = await stage.shown()
    assert [data for one in shown for data in one.media] == [PICTURE, DOCUMENT][: len(files)]
    _stand_there(receipt.ids, shown)


@every_channel()
async def test_a_file_with_words_below_it_shows_both(stage: Stage) -> None:
    _claimed(stage, "caption_limit")
    await stage.kit.says(stage.kit.chat, "hello")
    await stage.deliver(Out(to=stage.kit.chat, text="在这里输入卡密", media=(picture(stage),)))
    shown = await stage.shown()
    assert [data for one in shown for data in one.media] == [PICTURE]
    assert [one.text for one in shown if one.text] == ["在这里输入卡密"]


@every_channel()
async def test_a_quoting_answer_is_shown(stage: Stage) -> None:
    _claimed(stage, "replies")
    asked = await stage.kit.says(stage.kit.chat, "还没到？")
    await stage.sink.next(MessageReceived)
    quoted = MessageRef(stage.kit.chat, MessageId(asked))
    await stage.channel.deliver(Parcel("1.0.0", Out(to=stage.kit.chat, text="到了"), stage.files, reply_to=quoted))
    assert (await stage.shown())[-1].text == "到了"


@every_channel()
async def test_an_edit_changes_the_message_where_it_stands(stage: Stage) -> None:
    channel = stage.channel
    if not isinstance(channel, EditsMessages):
        pytest.skip(f"{stage.case.name} does not claim edits")
    await stage.kit.says(stage.kit.chat, "hello")
    first = await stage.deliver(Out(to=stage.kit.chat, text="处理中…"))
    await stage.deliver(Out(to=stage.kit.chat, text="after"))
    ref = MessageRef(stage.kit.chat, first.ids[0])
    done = Parcel("2.1.e", Out(to=stage.kit.chat, text="已完成 ✅"), stage.files, edits=ref)
    assert (await channel.edit(done)).ids == first.ids
    assert (await channel.edit(done)).ids == first.ids, "an edit that changes nothing is a success"
    assert [one.text for one in await stage.shown()] == ["已完成 ✅", "after"]


@every_channel()
async def test_a_deletion_of_a_message_succeeds_twice(stage: Stage) -> None:
    channel = stage.channel
    if not isinstance(channel, DeletesMessages):
        pytest.skip(f"{stage.case.name} does not claim deletes")
    await stage.kit.says(stage.kit.chat, "hello")
    first = await stage.deliver(Out(to=stage.kit.chat, text="oops"))
    await stage.deliver(Out(to=stage.kit.chat, text="stays"))
    await channel.delete(MessageRef(stage.kit.chat, first.ids[0]))
    await channel.delete(MessageRef(stage.kit.chat, first.ids[0]))
    assert [one.text for one in await stage.shown()] == ["stays"]


@every_channel()
async def test_typing_and_marks_raise_nothing(stage: Stage) -> None:
    asked = await stage.kit.says(stage.kit.chat, "hello")
    if isinstance(stage.channel, ShowsTyping):
        await stage.channel.typing(stage.kit.chat, "小林")
    if isinstance(stage.channel, MarksDelivery):
        await stage.channel.mark_delivered(MessageRef(stage.kit.chat, MessageId(asked)))
        await stage.channel.mark_delivered(MessageRef(stage.kit.chat, MessageId("there is no such message")))
    assert await stage.shown() == []


@every_channel()
async def test_a_message_goes_to_its_thread_and_nowhere_else(stage: Stage) -> None:
    one, other = await stage.thread("ticket-1"), await stage.thread("ticket-2")
    assert one != other
    receipt = await stage.deliver(Out(to=one, text="买家：还没到"))
    assert [(shown.id, shown.text) for shown in await stage.shown(one)] == [(receipt.ids[0], "买家：还没到")]
    assert [*await stage.shown(other)] == []


@every_channel()
async def test_the_same_key_opens_the_same_thread_where_the_platform_can(stage: Stage) -> None:
    exact = stage.channel.capabilities.idempotent_sends is Level.FULL
    same = await stage.thread("ticket-1") == await stage.thread("ticket-1")
    assert same or not exact, "a channel may remember by itself what its platform does not"


@every_channel()
async def test_a_thread_can_be_renamed_closed_and_opened_again(stage: Stage) -> None:
    thread = await stage.thread()
    assert isinstance(stage.channel, OpensThreads)
    await stage.channel.title_thread(thread, ThreadLook("✅ 小明", closed=True))
    await stage.channel.title_thread(thread, ThreadLook("🙋 小明"))
    await stage.channel.title_thread(thread, ThreadLook("🙋 小明"))
    await stage.deliver(Out(to=thread, text="still here"))
    assert (await stage.shown(thread))[-1].text == "still here"


def _stand_there(ids: Sequence[MessageId], shown: Sequence[Shown]) -> None:
    """These messages and no others; where the platform gives them ids, these."""
    assert len(ids) == len({*ids}) == len(shown)
    assert [one.id or id_ for one, id_ in zip(shown, ids, strict=True)] == [*ids]


def _claimed(stage: Stage, ability: str) -> None:
    if not getattr(stage.channel.capabilities, ability):
        pytest.skip(f"{stage.case.name} does not claim {ability}")
