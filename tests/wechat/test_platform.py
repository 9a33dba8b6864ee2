"""What an account asks of the platform: tokens, pushes, quotas, typing, files, its menu; and how it is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.wechat.account import SimpleAccount
from tests.wechat.platform import Person, Way, WeChat

PNG = b"\x89PNG\r\n\x1a\n a picture"
AMR = b"#!AMR\n a voice"
MP4 = b"\x00\x00\x00\x18ftypmp42 a film"
SEND = "message/custom/send"


def pushed(person: Person, kind: str, **content: object) -> dict[str, object]:
    return {"touser": person.openid, "msgtype": kind, kind: content}


# ------------------------------------------------------------------ quota and windows


async def test_five_messages_go_out_after_each_message_of_the_buyer(
    wechat: WeChat, account: SimpleAccount, buyer: Person
) -> None:
    assert await account.says(buyer.openid, "anybody?") == 45015, "the buyer has not written"
    for _ in range(2):
        await wechat.says(buyer, "在吗").over()
        assert [await account.says(buyer.openid, f"{n}") for n in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert wechat.left(buyer) == 0
    assert [one.text for one in buyer.answers] == ["0", "1", "2", "3", "4"] * 2
    assert {one.way for one in buyer.answers} == {Way.PUSH}


async def test_the_window_closes_after_two_days(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    await wechat.says(buyer, "在吗").over()
    wechat.clock.forward(timedelta(hours=47, minutes=59))
    await account.log_in()
    assert await account.says(buyer.openid, "just in time") == 0
    wechat.clock.forward(timedelta(minutes=2))
    assert await account.says(buyer.openid, "too late") == 45015


async def test_a_menu_click_lets_three_messages_through_in_a_minute(
    wechat: WeChat, account: SimpleAccount, buyer: Person
) -> None:
    await account.post("menu/create", {"button": [{"type": "click", "name": "查订单", "key": "order"}]})
    await wechat.clicks(buyer, "查订单").over()
    assert [await account.says(buyer.openid, f"{n}") for n in range(4)] == [0, 0, 0, 45047]
    await wechat.says(buyer, "还有呢").over()
    await wechat.scans(buyer, "shelf-7").over()
    assert wechat.left(buyer) == 5 + 3
    assert await account.says(buyer.openid, "of the grant that ends first") == 0
    wechat.clock.forward(timedelta(minutes=2))
    assert wechat.left(buyer) == 5


async def test_only_who_follows_and_listens_is_reached(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    await wechat.says(buyer, "在吗").over()
    buyer.rejects = True
    assert await account.says(buyer.openid, "x") == 48002
    await wechat.unsubscribes(buyer).over()
    assert await account.says(buyer.openid, "x") == 43004
    assert await account.says("oNobody", "x") == 40003


# ------------------------------------------------------------------ what may be said


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {"content": "x" * 2048}, 0),
        ("text", {"content": "卡" * 683}, 45002),
        ("text", {"content": ""}, 44004),
        ("text", {}, 44004),
        ("text", {"content": 5}, 47001),
        ("text", {"content": "x", "colour": "red"}, 47001),
        ("shout", {"content": "x"}, 40008),
        ("image", {"media_id": "nothing-there"}, 40007),
        ("image", {}, 41006),
        ("news", {"articles": [{"title": "a"}, {"title": "b"}]}, 45008),
        ("msgmenu", {"head_content": "h", "list": [], "tail_content": ""}, 44004),
        ("msgmenu", {"head_content": "h", "list": [{"id": 1, "content": "a"}], "tail_content": ""}, 47001),
        ("msgmenu", {"head_content": "h", "list": [{"id": "1", "content": "a"}], "tail_content": ""}, 0),
        ("msgmenu", {"head_content": "h" * 2048, "list": [{"id": "1", "content": "a"}], "tail_content": ""}, 45002),
        ("miniprogrampage", {"title": "a", "appid": "wx1", "pagepath": "p", "thumb_media_id": "t"}, 0),
    ],
)
async def test_content_is_looked_at(
    wechat: WeChat, account: SimpleAccount, buyer: Person, kind: str, content: dict[str, Any], code: int
) -> None:
    await wechat.says(buyer, "在吗").over()
    told = await account.post(SEND, pushed(buyer, kind, **content))
    assert told["errcode"] == code
    assert wechat.left(buyer) == (4 if code == 0 else 5), "what is refused costs nothing"
    assert ("rid: " in told["errmsg"]) == (code != 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 44002),
        (b"[]", 47001),
        (b'{"touser', 47001),
        (b'{"msgtype": "text"}', 41009),
        (b'{"touser": "x", "msgtype": "text", "text": {"content": "\\u5361"}}', 40033),
        (b'{"touser": "x", "msgtype": "text", "text": {"content": "\\\\u5361"}}', 40003),
    ],
)
async def test_json_is_looked_at(account: SimpleAccount, body: bytes, code: int) -> None:
    assert (await account.post_raw(SEND, body))["errcode"] == code


async def test_a_choice_comes_back_with_its_id(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    await wechat.says(buyer, "在吗").over()
    lines = [{"id": "faq:refund", "content": "1. 退款"}, {"id": "a&b", "content": "2. 转人工"}]
    menu = pushed(buyer, "msgmenu", head_content="怎么帮您？", list=lines, tail_content="")
    await account.post(SEND, menu | {"customservice": {"kf_account": "shop@kamidesk"}})
    [shown] = buyer.answers
    assert (shown.text, [*shown.labels], shown.by) == ("怎么帮您？", ["1. 退款", "2. 转人工"], "shop@kamidesk")
    await wechat.chooses(buyer, shown, "2. 转人工").over()
    _, xml = account.came[-1]
    assert b"<Content><![CDATA[2. \xe8\xbd\xac\xe4\xba\xba\xe5\xb7\xa5]]></Content>" in xml
    assert b"<bizmsgmenuid>a&amp;b</bizmsgmenuid>" in xml
    assert (await account.post(SEND, menu | {"customservice": {"kf_account": "who@kamidesk"}}))["errcode"] == 65401


async def test_typing_is_shown_once_and_soon_after_a_word(
    wechat: WeChat, account: SimpleAccount, buyer: Person
) -> None:
    async def types(command: str = "Typing") -> int:
        told = await account.post("message/custom/typing", {"touser": buyer.openid, "command": command})
        return int(told["errcode"])

    assert await types() == 45080
    await wechat.says(buyer, "在吗").over()
    assert [await types(), await types(), await types("Dance")] == [0, 45081, 45072]
    await account.says(buyer.openid, "here")
    assert [await types(), await types("CancelTyping"), await types()] == [0, 0, 0]
    wechat.clock.forward(timedelta(seconds=16))
    assert await types() == 0
    wechat.clock.forward(timedelta(seconds=16))
    assert await types() == 45080
    assert buyer.typed == ["Typing", "Typing", "CancelTyping", "Typing", "Typing"]


# ------------------------------------------------------------------ files


async def test_files_go_up_and_are_shown(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    await wechat.says(buyer, "在吗").over()
    for kind, name, data in [("image", "a.png", PNG), ("voice", "a.amr", AMR), ("video", "a.mp4", MP4)]:
        told = await account.upload(kind, name, data)
        assert told["type"] == kind
        assert await account.post(SEND, pushed(buyer, kind, media_id=told["media_id"])) == {
            "errcode": 0,
            "errmsg": "ok",
        }
    assert [one.media for one in buyer.answers] == [(PNG,), (AMR,), (MP4,)]
    wrong = await account.post(SEND, pushed(buyer, "voice", media_id=told["media_id"]))
    assert wrong["errcode"] == 40007, "a video is no voice"


@pytest.mark.parametrize(
    ("kind", "name", "data", "code"),
    [
        ("image", "a.png", b"not a picture", 40005),
        ("image", "a.txt", PNG, 40005),
        ("image", "a", PNG, 40005),
        ("video", "a.mp4", b"", 44001),
        ("file", "a.pdf", b"%PDF", 40004),
    ],
)
async def test_files_are_looked_at(account: SimpleAccount, kind: str, name: str, data: bytes, code: int) -> None:
    assert (await account.upload(kind, name, data))["errcode"] == code


@pytest.mark.parametrize(
    ("kind", "name", "beginning", "most", "code"),
    [("image", "a.png", PNG, 10 << 20, 40009), ("voice", "a.amr", AMR, 2 << 20, 40010)],
)
async def test_large_files_are_refused(
    account: SimpleAccount, kind: str, name: str, beginning: bytes, most: int, code: int
) -> None:
    assert "media_id" in await account.upload(kind, name, beginning.ljust(most, b"\0"))
    assert (await account.upload(kind, name, beginning.ljust(most + 1, b"\0")))["errcode"] == code


async def test_a_form_without_its_file_is_refused(account: SimpleAccount) -> None:
    assert (await account.upload("image", "a.png", PNG, field="file"))["errcode"] == 41005


async def test_files_of_buyers_come_down_for_three_days(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    sent = [wechat.sends_image(buyer, PNG, "png"), wechat.sends_video(buyer, MP4)]
    picture, film = [str(one.fields["MediaId"]) for one in sent]
    assert await account.fetch("media/get", media_id=picture) == ("image/png", PNG)
    assert (await account.get("media/get", media_id=film))["video_url"].startswith(wechat.url)
    wechat.clock.forward(timedelta(days=3, minutes=1))
    await account.log_in()
    kind, body = await account.fetch("media/get", media_id=picture)
    assert (kind, b'"errcode":40007' in body) == ("text/plain", True)


# ------------------------------------------------------------------ tokens


async def test_the_stable_token_is_the_same_until_shortly_before_its_end(
    wechat: WeChat, account: SimpleAccount
) -> None:
    first = account.token
    assert (await account.log_in())["access_token"] == first
    wechat.clock.forward(timedelta(seconds=6895))
    assert (await account.log_in())["expires_in"] <= 305
    wechat.clock.forward(timedelta(seconds=10))
    assert (await account.log_in())["access_token"] != first
    new, account.token = account.token, first
    assert "ip_list" in await account.get("getcallbackip"), "both are good for a while"
    wechat.clock.forward(timedelta(seconds=300))
    assert (await account.get("getcallbackip"))["errcode"] == 42001
    account.token = new
    assert "ip_list" in await account.get("getcallbackip")


async def test_a_forced_token_kills_the_former_but_not_twice_in_thirty_seconds(
    wechat: WeChat, account: SimpleAccount
) -> None:
    first = account.token
    forced = (await account.log_in(force=True))["access_token"]
    assert (await account.log_in(force=True))["access_token"] == forced
    account.token = first
    assert (await account.get("getcallbackip"))["errcode"] == 40001
    for _ in range(19):
        wechat.clock.forward(timedelta(seconds=31))
        assert "access_token" in await account.log_in(force=True)
    wechat.clock.forward(timedelta(seconds=31))
    assert (await account.log_in(force=True))["errcode"] == 45009


async def test_the_old_endpoint_has_a_token_of_its_own(wechat: WeChat, account: SimpleAccount) -> None:
    who = {"appid": wechat.account.appid, "secret": wechat.account.secret, "grant_type": "client_credential"}
    stable, old = account.token, (await account.get("token", **who))["access_token"]
    assert old != stable
    newer = (await account.get("token", **who))["access_token"]
    for token in (stable, old, newer):
        account.token = token
        assert "ip_list" in await account.get("getcallbackip")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"secret": "x"}, 40125), ({"appid": "wx0"}, 40013), ({"grant_type": "x"}, 40002), ({"secret": ""}, 41004)],
)
async def test_credentials_are_looked_at(
    wechat: WeChat, account: SimpleAccount, wrong: dict[str, str], code: int
) -> None:
    right = {"appid": wechat.account.appid, "secret": wechat.account.secret, "grant_type": "client_credential"}
    assert (await account.post("stable_token", right | wrong))["errcode"] == code


async def test_who_is_not_on_the_whitelist_is_told_his_address(wechat: WeChat, account: SimpleAccount) -> None:
    wechat.whitelist = {"198.51.100.1"}
    told = await account.log_in()
    assert told["errcode"] == 40164
    assert "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist" in told["errmsg"]


@pytest.mark.parametrize(("token", "code"), [("", 41001), ("guess", 40014), ("81_" + "x" * 120, 40001)])
async def test_a_wrong_token_is_refused(account: SimpleAccount, token: str, code: int) -> None:
    account.token = token
    assert (await account.get("getcallbackip"))["errcode"] == code


async def test_a_revoked_token_is_replaced(wechat: WeChat, account: SimpleAccount) -> None:
    wechat.tokens.revoke()
    assert (await account.get("getcallbackip"))["errcode"] == 40001
    await account.log_in()
    assert "ip_list" in await account.get("getcallbackip")
