"""What customers do reaches the product once, whatever gets lost on the way."""

import asyncio

import pytest

from core.errors import StoreUnavailable
from core.messages import ButtonPressed, ContactOpened, MediaKind, MessageDeleted, MessageReceived
from tests.unit.wechat.wecom.shop import Shop
from tests.wechat.wecomplatform.callbacks import notice

HOUR = 3600
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def test_words_come_with_a_name_and_what_may_be_answered(shop: Shop) -> None:
    await shop.says("还没到")
    said = await shop.process.sink.next(MessageReceived)
    assert (said.body.text, said.sender.name, said.where) == ("还没到", "小明", shop.chat)
    assert said.allowance is not None
    assert (said.allowance.left, said.allowance.total) == (5, 5)


async def test_a_directory_that_is_out_of_order_costs_only_the_name(shop: Shop) -> None:
    shop.wecom.faults.refuses(45009, "kf/customer/batchget")
    await shop.says("还没到")
    said = await shop.process.sink.next(MessageReceived)
    assert (said.body.text, said.sender.name) == ("还没到", "")


async def test_what_is_taken_back_is_deleted(shop: Shop) -> None:
    entry = shop.wecom.says(shop.buyer, "密码是 abc")
    await shop.wecom.reached(entry)
    await shop.wecom.reached(shop.wecom.recalls(shop.buyer, entry))
    assert (await shop.process.sink.next(MessageDeleted)).message == entry.msgid


async def test_what_people_in_the_wecom_app_say_is_not_heard(shop: Shop) -> None:
    shop.wecom.new_servicer("Zhang")
    await shop.says()
    await shop.wecom.reached(shop.wecom.servicer_says("Zhang", shop.buyer, "我来"))
    await shop.says("好的")
    assert [(await shop.process.sink.next(MessageReceived)).body.text for _ in range(2)] == ["在吗", "好的"]
    assert shop.process.sink.handed_in == 2


async def test_a_file_is_brought_when_it_comes(shop: Shop) -> None:
    entry = shop.wecom.sends(shop.buyer, "image", PICTURE)
    await shop.wecom.reached(entry)
    [media] = (await shop.process.sink.next(MessageReceived)).body.media
    assert media.kind is MediaKind.IMAGE
    await shop.wecom.until(lambda: shop.wecom.count("media/get") > 0)
    assert b"".join([chunk async for chunk in shop.process.channel.fetch(media)]) == PICTURE
    assert shop.wecom.count("media/get") == 1


async def test_a_place_needs_no_platform_to_be_fetched(shop: Shop) -> None:
    where = {"latitude": 23.1, "longitude": 113.3, "name": "仓库", "address": ""}
    await shop.wecom.reached(shop.wecom.writes(shop.buyer, "location", where))
    [media] = (await shop.process.sink.next(MessageReceived)).body.media
    assert b"".join([chunk async for chunk in shop.process.channel.fetch(media)]) == b"23.1,113.3"


async def test_what_was_said_while_nobody_was_there_is_read_at_the_start(closed: Shop) -> None:
    closed.wecom.says(closed.buyer, "有人吗")
    process = await closed.starts(callback=False)
    assert (await process.sink.next(MessageReceived)).body.text == "有人吗"


async def test_what_was_said_long_before_we_came_is_for_somebody_else(closed: Shop) -> None:
    closed.wecom.says(closed.buyer, "昨天的问题").at -= HOUR
    closed.wecom.says(closed.buyer, "现在的问题")
    process = await closed.starts(callback=False)
    assert (await process.sink.next(MessageReceived)).body.text == "现在的问题"
    assert process.sink.handed_in == 1


async def test_after_a_long_night_everything_is_ours(shop: Shop) -> None:
    await shop.says("晚安")
    await shop.process.sink.next(MessageReceived)
    await shop.dies()
    shop.wecom.callbacks.quiet = True
    shop.wecom.says(shop.buyer, "夜里的问题")
    shop.wecom.says(shop.buyer, "早上的问题")
    process = await shop.starts(callback=False)
    assert (await process.sink.next(MessageReceived)).body.text == "夜里的问题"
    assert (await process.sink.next(MessageReceived)).body.text == "早上的问题"
    assert process.sink.handed_in == 2


async def test_a_lost_callback_is_made_up_for(closed: Shop) -> None:
    process = await closed.starts(poll_seconds=1)
    closed.wecom.callbacks.quiet = True
    await asyncio.sleep(0)
    closed.wecom.says(closed.buyer, "听得到吗")
    assert (await process.sink.next(MessageReceived)).body.text == "听得到吗"


async def test_a_store_that_is_away_delays_and_loses_nothing(shop: Shop) -> None:
    sink = shop.process.sink
    sink.away = True
    await shop.wecom.reached(shop.wecom.says(shop.buyer, "第一句"))
    shop.wecom.says(shop.buyer, "第二句")
    sink.away = False
    assert [(await sink.next(MessageReceived)).body.text for _ in range(2)] == ["第一句", "第二句"]
    assert len(sink.events) == 2


async def test_a_platform_that_is_in_trouble_is_asked_again(shop: Shop) -> None:
    shop.wecom.faults.breaks(502, "kf/sync_msg", times=2)
    await shop.wecom.reached(shop.wecom.says(shop.buyer, "在吗"))
    assert (await shop.process.sink.next(MessageReceived)).body.text == "在吗"


async def test_a_callback_that_comes_late_reads_without_its_token(shop: Shop) -> None:
    await shop.says("一")
    await shop.process.sink.next(MessageReceived)
    await shop.process.idle()
    shop.wecom.callbacks.quiet = True
    entry = shop.wecom.says(shop.buyer, "二")
    await shop.wecom.callbacks.post(shop.wecom.callbacks.pack(notice(_corp(shop), shop.account, "ENCtooOld")))
    await shop.wecom.until(lambda: entry.handed > 0)
    assert (await shop.process.sink.next(MessageReceived)).body.text == "二"
    assert shop.wecom.codes("kf/sync_msg")[-2:] == [95007, 0]


async def test_an_entry_that_nobody_can_read_is_kept_and_the_others_go_on(shop: Shop) -> None:
    known = {"open_kfid": shop.account.open_kfid, "external_userid": shop.buyer.id, "origin": 3}
    shop.wecom.happened(shop.account, {**known, "msgtype": "text", "text": "no object"}, msgid="broken")
    await shop.says("在吗")
    assert (await shop.process.sink.next(MessageReceived)).body.text == "在吗"
    assert [key for key, _ in shop.process.sink.parked] == ["broken"]


async def test_a_callback_of_another_kind_is_kept_and_answered(shop: Shop) -> None:
    other = notice(_corp(shop), shop.account, "T").replace("kf_msg_or_event", "change_contact")
    assert await shop.wecom.callbacks.post(shop.wecom.callbacks.pack(other)) == (200, "success")
    assert len(shop.process.sink.parked) == 1


async def test_an_account_that_is_not_chosen_is_left_alone(closed: Shop) -> None:
    other = closed.wecom.new_account("别的客服")
    process = await closed.starts(open_kfid=closed.account.open_kfid)
    entry = closed.wecom.says(closed.buyer, "在吗", other)
    await closed.wecom.settled()
    await closed.says("这里呢")
    assert (await process.sink.next(MessageReceived)).body.text == "这里呢"
    assert entry.handed == 0


async def test_without_a_choice_all_accounts_are_read(closed: Shop) -> None:
    other = closed.wecom.new_account("别的客服")
    closed.wecom.says(closed.buyer, "一")
    closed.wecom.says(closed.buyer, "二", other)
    process = await closed.starts(callback=False, open_kfid="")
    assert {(await process.sink.next(MessageReceived)).body.text for _ in range(2)} == {"一", "二"}


async def test_two_processes_take_one_token_and_every_message_once(closed: Shop) -> None:
    first, second = await closed.starts(), await closed.starts()
    for number in range(3):
        await closed.says(f"第 {number} 句")
    said = [await second.sink.next(MessageReceived) for _ in range(3)]
    assert [one.body.text for one in said] == ["第 0 句", "第 1 句", "第 2 句"]
    assert len({*first.sink.events, *second.sink.events}) == 3
    assert (closed.wecom.tokens.issued, closed.wecom.count("gettoken")) == (1, 1)


async def test_a_closed_shop_says_come_again(shop: Shop) -> None:
    await shop.process.channel.stop()
    with pytest.raises(StoreUnavailable):
        await shop.process.channel._receiving.take([], shop.around.clock.now())


async def test_who_comes_in_is_heard_once_and_a_choice_is_a_press(shop: Shop) -> None:
    await shop.wecom.reached(shop.wecom.enters(shop.buyer, scene_param="order_1"))
    opened = await shop.process.sink.next(ContactOpened)
    assert (opened.payload, opened.silently) == ("order_1", False)
    await shop.wecom.reached(shop.wecom.enters(shop.buyer))
    assert (await shop.process.sink.next(ContactOpened)).silently is False, "he has not been welcomed yet"
    await shop.wecom.reached(shop.wecom.writes(shop.buyer, "text", {"content": "退款", "menu_id": "refund"}))
    assert (await shop.process.sink.next(ButtonPressed)).value == "refund"


def _corp(shop: Shop) -> str:
    return shop.wecom.callbacks.envelope.receiver
