"""The WeCom of our own keeps the rules of a talk: what may be written, when, and in which state of the session."""

from datetime import timedelta

import aiohttp
import pytest

from tests.wechat.wecomplatform import Account, Customer, FailType, WeCom
from tests.wechat.wecomscene import JPEG, Client, menu, text


async def test_five_messages_and_then_the_customer_must_write(
    wecom: WeCom, client: Client, account: Account, buyer: Customer
) -> None:
    assert await client.code("kf/send_msg", text(account, buyer, "hello?")) == 95002
    wecom.says(buyer, "在吗")
    codes = [await client.code("kf/send_msg", text(account, buyer, f"{n}")) for n in range(6)]
    assert codes == [0, 0, 0, 0, 0, 95001]
    assert wecom.left(buyer) == 0
    wecom.says(buyer, "还在吗")
    assert wecom.left(buyer) == 5
    wecom.clock.forward(timedelta(hours=48))
    await client.gettoken()
    assert await client.code("kf/send_msg", text(account, buyer, "late")) == 95002
    assert [line.text for line in wecom.answers(buyer)] == ["0", "1", "2", "3", "4"]


async def test_a_msgid_is_taken_once(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    sent = text(account, buyer, "卡密", msgid="k_1-2")
    assert (await client.post("kf/send_msg", sent))["msgid"] == "k_1-2"
    refused = await client.post("kf/send_msg", sent)
    assert (refused["errcode"], "msgid" in refused["errmsg"]) == (40058, True)
    assert (len(wecom.answers(buyer)), wecom.left(buyer)) == (1, 4)
    for wrong in ("x" * 33, "a b", "卡", 7):
        assert await client.code("kf/send_msg", text(account, buyer, "x", msgid=wrong)) == 40058
    assert len((await client.post("kf/send_msg", text(account, buyer, "x")))["msgid"]) <= 32
    assert wecom.twice(buyer) == []
    await client.post("kf/send_msg", text(account, buyer, "x"))
    assert wecom.twice(buyer) == ["x"]


async def test_texts_have_2048_bytes(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    assert await client.code("kf/send_msg", text(account, buyer, "字" * 682 + "ab")) == 0
    assert await client.code("kf/send_msg", text(account, buyer, "字" * 683)) == 45002
    assert await client.code("kf/send_msg", text(account, buyer, "")) == 44004
    assert await client.code("kf/send_msg", text(account, buyer, "x", msgtype="news")) == 40008
    assert await client.code("kf/send_msg", text(account, buyer, "x", text="x")) == 40058
    assert await client.code("kf/send_msg", text(account, buyer, "x", touser="wmNobody")) == 40096


async def test_menus_have_ten_items_and_answer(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    assert await client.code("kf/send_msg", menu(account, buyer, "退款", "转人工")) == 0
    assert await client.code("kf/send_msg", menu(account, buyer, *["x"] * 11)) == 95008
    assert await client.code("kf/send_msg", menu(account, buyer, "字" * 43)) == 40058
    assert await client.code("kf/send_msg", menu(account, buyer, "x", head_content="x" * 1025)) == 45002
    assert await client.code("kf/send_msg", menu(account, buyer, list=[{"type": "call"}])) == 95009
    [line] = wecom.answers(buyer)
    assert (line.text, line.choices) == ("怎么帮您？", [("faq:0", "退款"), ("faq:1", "转人工")])
    entry = wecom.presses(buyer, line, "转人工")
    assert entry.json["text"] == {"content": "转人工", "menu_id": "faq:1"}
    assert wecom.left(buyer) == 5


async def test_files_go_up_and_to_the_customer(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    media_id = (await client.upload("image", JPEG, "怎么兑换.jpg"))["media_id"]
    body = {"touser": buyer.id, "open_kfid": account.open_kfid, "msgtype": "image", "image": {"media_id": media_id}}
    assert await client.code("kf/send_msg", body) == 0
    assert [line.media for line in wecom.answers(buyer)] == [[JPEG]]
    assert await client.code("kf/send_msg", body | {"msgtype": "file", "file": {"media_id": media_id}}) == 40007
    assert await client.code("kf/send_msg", body | {"image": {}}) == 41006
    wecom.clock.forward(timedelta(days=3))
    await client.gettoken()
    wecom.says(buyer, "还在吗")
    assert await client.code("kf/send_msg", body) == 40007
    assert await client.download(media_id) == 40007


@pytest.mark.parametrize(
    ("kind", "start", "size", "code"),
    [
        ("picture", JPEG, 200, 40005),
        ("image", b"", 0, 44001),
        ("image", JPEG, 5, 40006),
        ("image", b"no picture", 200, 40123),
        ("image", b"GIF89a", 200, 40004),
        ("image", JPEG, (10 << 20) + 1, 40009),
        ("video", b"", (10 << 20) + 1, 40011),
        ("voice", b"#!AMR\n", (2 << 20) + 1, 45001),
        ("voice", b"ID3", 200, 301017),
        ("file", b"", (20 << 20) + 1, 45001),
    ],
)
async def test_files_that_are_not_taken(client: Client, kind: str, start: bytes, size: int, code: int) -> None:
    assert (await client.upload(kind, start.ljust(size, b"\0")[:size]))["errcode"] == code


async def test_what_a_customer_sends_can_be_fetched(wecom: WeCom, client: Client, buyer: Customer) -> None:
    entry = wecom.sends(buyer, "image", JPEG)
    assert await client.download(entry.json["image"]["media_id"]) == JPEG
    assert await client.download("no-such-id") == 40007


async def test_other_kinds_are_checked(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    thumb = (await client.upload("image", JPEG))["media_id"]
    link = {"title": "兑换说明", "url": "https://example.com", "thumb_media_id": thumb}
    kinds: list[tuple[str, dict[str, object], int]] = [
        ("link", link, 0),
        ("link", link | {"title": ""}, 41016),
        ("link", link | {"url": "example.com"}, 45034),
        ("link", link | {"thumb_media_id": ""}, 41006),
        ("location", {"latitude": 31.2, "longitude": 121.5, "name": "here"}, 0),
        ("location", {"latitude": 91, "longitude": 0}, 40058),
        ("miniprogram", {"appid": "wx1", "title": "x", "thumb_media_id": thumb, "pagepath": "p"}, 90207),
        ("ca_link", {"link_url": "https://work.weixin.qq.com/ca/x"}, 0),
    ]
    for msgtype, content, code in kinds:
        body = {"touser": buyer.id, "open_kfid": account.open_kfid, "msgtype": msgtype, msgtype: content}
        assert await client.code("kf/send_msg", body) == code, (msgtype, content)


async def test_what_was_taken_may_not_arrive(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    buyer.refuses = True
    assert await client.code("kf/send_msg", text(account, buyer, "x", msgid="m1")) == 0
    buyer.refuses, wecom.failing = False, FailType.SAFETY
    assert await client.code("kf/send_msg", text(account, buyer, "y", msgid="m2")) == 0
    events = [entry.json["event"] for entry in account.history[1:]]
    assert [(one["event_type"], one["fail_msgid"], one["fail_type"]) for one in events] == [
        ("msg_send_fail", "m1", 10),
        ("msg_send_fail", "m2", 13),
    ]
    assert wecom.answers(buyer) == []


async def test_a_cut_line_may_hide_a_success(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    wecom.says(buyer, "在吗")
    wecom.faults.cuts("kf/send_msg", applied=True)
    with pytest.raises(aiohttp.ClientError):
        await client.post("kf/send_msg", text(account, buyer, "到了吗"))
    assert [line.text for line in wecom.answers(buyer)] == ["到了吗"]
    assert wecom.count("kf/send_msg") == 1
