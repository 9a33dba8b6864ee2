"""The official account as a whole, over HTTP: what a message costs, what is kept, what the platform says to it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from core.channel import Channel, Examines, ServesHttp, ShowsTyping
from core.errors import (
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
    WrongSetting,
)
from core.messages import MessageReceived
from tests.unit.wechat.scene import SEND, Scene, choices, scene


@pytest.fixture
async def shop() -> AsyncIterator[Scene]:
    async with scene() as shop:
        yield shop


# ------------------------------------------------------------------ pushing


async def test_it_is_a_channel(shop: Scene) -> None:
    channel = shop.channel
    assert isinstance(channel, ShowsTyping)
    assert isinstance(channel, ServesHttp)
    assert isinstance(channel, Examines)
    typed: Channel = channel
    assert typed.capabilities.text_limit == 1440


async def test_five_answers_reach_the_buyer_and_the_sixth_waits_for_his_next_words(shop: Scene) -> None:
    await shop.says("在吗")
    event = await shop.sink.next(MessageReceived)
    assert event.allowance is not None
    assert event.allowance.left == 5
    left = [(await shop.deliver(f"第{number}条")).allowance for number in range(5)]
    assert [one.left for one in left if one] == [4, 3, 2, 1, 0]
    with pytest.raises(ReplyWindowClosed) as closed:
        await shop.deliver("第六条")
    assert closed.value.allowance is not None
    assert (closed.value.allowance.left, closed.value.allowance.total) == (0, 5)
    assert len(shop.shown) == 5
    assert len(shop.wechat.calls_of(SEND)) == 5
    shop.wechat.clock.forward(timedelta(minutes=1))
    await shop.says("还有吗")
    assert (await shop.deliver("第六条")).allowance is not None
    assert shop.shown[-1] == "第六条"


async def test_a_restart_does_not_forget_what_was_used(shop: Scene) -> None:
    await shop.says("在吗")
    for number in range(3):
        await shop.deliver(str(number))
    await shop.channel.stop()
    shop.channel = shop.build()
    await shop.channel.start(shop.sink)
    for number in range(3, 5):
        await shop.deliver(str(number))
    with pytest.raises(ReplyWindowClosed):
        await shop.deliver("5")
    assert len(shop.wechat.calls_of(SEND)) == 5


async def test_two_processes_share_token_and_count(shop: Scene) -> None:
    await shop.says("在吗")
    other = shop.build()
    await other.start(shop.sink)
    for number in range(5):
        await (other if number % 2 else shop.channel).deliver(shop.parcel(str(number)))
    with pytest.raises(ReplyWindowClosed):
        await other.deliver(shop.parcel("5"))
    await other.stop()
    assert shop.wechat.tokens.asked == 1


async def test_the_platform_knows_better_what_is_left(shop: Scene) -> None:
    await shop.says("在吗")
    shop.wechat.faults.refuses(45047, SEND)
    with pytest.raises(ReplyWindowClosed) as closed:
        await shop.deliver("在的")
    assert closed.value.allowance is not None
    assert closed.value.allowance.left == 0
    with pytest.raises(ReplyWindowClosed):
        await shop.deliver("在的")
    assert len(shop.wechat.calls_of(SEND)) == 1


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (-1, ChannelUnavailable),
        (45009, ReplyWindowClosed),
        (45011, RateLimited),
        (40003, RecipientUnreachable),
        (43004, RecipientUnreachable),
        (48002, RecipientUnreachable),
        (45002, ContentRejected),
        (87014, ContentRejected),
        (48004, ReplyWindowClosed),
    ],
)
async def test_what_was_refused_does_not_count(shop: Scene, code: int, error: type[Exception]) -> None:
    await shop.says("在吗")
    for _ in range(6):
        shop.wechat.faults.refuses(code, SEND)
        with pytest.raises(error):
            await shop.deliver("在的")
    left = (await shop.deliver("在的")).allowance
    assert left is not None
    assert left.left == 4


async def test_a_lost_answer_counts(shop: Scene) -> None:
    await shop.says("在吗")
    shop.wechat.faults.cuts(SEND, applied=True)
    with pytest.raises(DeliveryInDoubt):
        await shop.deliver("在的")
    left = (await shop.deliver("在的")).allowance
    assert left is not None
    assert left.left == 3


async def test_a_part_that_has_arrived_is_not_sent_again_when_the_rest_had_to_wait(shop: Scene) -> None:
    await shop.says("在吗")
    for number in range(4):
        await shop.deliver(str(number))
    await shop.deliver("前半", key="9.1.0", behind=1)
    with pytest.raises(ReplyWindowClosed):
        await shop.deliver("后半", key="9.1.1")
    await shop.channel.stop()
    shop.channel = shop.build()
    await shop.channel.start(shop.sink)
    shop.wechat.clock.forward(timedelta(minutes=1))
    await shop.says("嗯")
    assert (await shop.deliver("前半", key="9.1.0", behind=1)).ids == ()
    await shop.deliver("后半", key="9.1.1")
    assert shop.shown[-2:] == ["前半", "后半"]


async def test_the_author_stands_before_his_words_and_choices_below(shop: Scene) -> None:
    await shop.says("在吗")
    await shop.deliver("要哪个？", author="小红", buttons=choices("查订单", "转人工"))
    answer = shop.buyer.answers[-1]
    assert answer.text == "【小红】要哪个？"
    assert answer.labels == ["1. 查订单", "2. 转人工"]
    assert [choice.id for choice in answer.choices] == ["value:查订单", "value:转人工"]


@pytest.mark.parametrize("code", [40200, 45048])
async def test_an_account_without_choices_gets_them_numbered(shop: Scene, code: int) -> None:
    await shop.says("在吗")
    shop.wechat.faults.refuses(code, SEND)
    receipt = await shop.deliver("要哪个？", buttons=choices("查订单", "转人工"))
    assert shop.shown == ["要哪个？\n\n1. 查订单\n2. 转人工"]
    assert receipt.allowance is not None
    assert receipt.allowance.left == 4
    await shop.deliver("还要？", buttons=choices("不了"))
    assert shop.shown[-1] == "还要？\n\n1. 不了"
    assert len(shop.wechat.calls_of(SEND)) == 3


async def test_the_agents_account_is_shown_and_done_without_when_it_is_gone() -> None:
    async with scene(kf_account="shop@kamidesk") as shop:
        await shop.says("在吗")
        await shop.deliver("在的")
        assert shop.buyer.answers[-1].by == "shop@kamidesk"
        shop.wechat.account.kf = ()
        await shop.deliver("还在")
        assert [one.by for one in shop.buyer.answers] == ["shop@kamidesk", ""]


async def test_while_the_platform_is_away_nothing_is_lost_or_counted(shop: Scene) -> None:
    await shop.says("在吗")
    await shop.deliver("一")
    url = shop.wechat.callbacks.url
    await shop.wechat.stop()
    await asyncio.sleep(0.05)
    with pytest.raises(ChannelUnavailable):
        await shop.deliver("二")
    await shop.wechat.start()
    shop.wechat.callbacks.url = url
    left = (await shop.deliver("二")).allowance
    assert left is not None
    assert left.left == 3


# ------------------------------------------------------------------ the token


async def test_a_persistent_40001_costs_at_most_two_questions_and_shows_no_token(shop: Scene) -> None:
    await shop.says("在吗")
    shop.wechat.faults.refuses(40001, SEND, times=1000)
    with capture_logs() as lines:
        for _ in range(10):
            with pytest.raises(ReplyWindowClosed) as why:
                await shop.deliver("在的")
            assert not any(token in str(why.value) for token in shop.wechat.tokens.issued)
    assert shop.wechat.tokens.asked <= 1 + 2
    assert not any(token in str(lines) for token in shop.wechat.tokens.issued)
    shop.wechat.faults.clear()
    await shop.deliver("在的")
    assert shop.shown == ["在的"]


async def test_a_token_that_somebody_else_has_ended_is_replaced_in_silence(shop: Scene) -> None:
    await shop.says("在吗")
    await shop.deliver("一")
    shop.wechat.tokens.revoke()
    await shop.deliver("二")
    assert shop.shown == ["一", "二"]


async def test_a_machine_that_is_not_on_the_list_is_told_its_address() -> None:
    async with scene() as shop:
        await shop.channel.stop()
        shop.wechat.whitelist = set()
        shop.wechat.clock.forward(timedelta(hours=3))
        shop.channel = shop.build()
        with capture_logs() as lines:
            await shop.channel.start(shop.sink)
            with pytest.raises(ReplyWindowClosed, match=r"203\.0\.113\.7"):
                await shop.deliver("在的")
        assert any("203.0.113.7" in str(line) for line in lines)


# ------------------------------------------------------------------ typing, stopping, settings


async def test_typing_is_shown_once_and_ends_with_the_answer(shop: Scene) -> None:
    await shop.channel.typing(shop.chat, "小红")
    assert shop.buyer.typed == []  # nothing was said yet
    await shop.says("在吗")
    for _ in range(3):
        await shop.channel.typing(shop.chat, "小红")
    assert shop.buyer.typed == ["Typing"]
    await shop.deliver("在的")
    await shop.channel.typing(shop.chat, "小红")
    assert shop.buyer.typed == ["Typing", "Typing"]


@pytest.mark.parametrize("code", [45072, 45080, 45081, 48001, -1])
async def test_typing_that_is_refused_harms_nobody(shop: Scene, code: int) -> None:
    await shop.says("在吗")
    shop.wechat.faults.refuses(code, "message/custom/typing")
    await shop.channel.typing(shop.chat, "小红")
    await shop.deliver("在的")
    assert shop.shown == ["在的"]


async def test_stopping_leaves_no_task(shop: Scene) -> None:
    await shop.says("在吗")
    await shop.deliver("在的")
    await shop.channel.stop()
    names = [task.get_name() for task in asyncio.all_tasks()]
    assert not any(name.startswith("wechat/main") for name in names)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"app_id": "gh_123"}, "app_id"),
        ({"aes_key": "short"}, "aes_key"),
        ({"token": "mit Leerzeichen"}, "token"),
        ({"reply_seconds": 7}, "reply_seconds"),
        ({"menu": [{"name": "一二三四五六", "value": "x"}]}, "menu"),
        ({"menu": [{"name": "订单"}]}, "menu"),
        ({"menu": [{"name": "订单", "value": "x", "url": "https://a.example"}]}, "menu"),
        ({"menus": []}, "menus"),
    ],
)
async def test_a_wrong_setting_is_named_with_what_to_do(shop: Scene, wrong: dict[str, object], named: str) -> None:
    with pytest.raises(WrongSetting) as why:
        shop.build(**wrong)
    assert named in why.value.name
    assert why.value.remedy
