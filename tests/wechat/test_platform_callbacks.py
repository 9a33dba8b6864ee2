"""What the platform sends to an account, in which form, how often, and what the person sees of the answer."""

import asyncio
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from aiohttp import web
from wechatpy.crypto import WeChatCrypto

from tests.wechat.account import SimpleAccount, answers, text_reply
from tests.wechat.platform import FAILURE, Delivery, Mode, Outcome, Person, Way, WeChat, compose
from tests.wechat.platform.crypto import Wrapping, signature
from tests.wechat.platform.people import STICKER

OFFICIAL_TOKEN = "AAAAA"


def elements(xml: bytes) -> dict[str, str]:
    return {element.tag: element.text or "" for element in ET.fromstring(xml)}


# ------------------------------------------------------------------ signatures and AES


@pytest.mark.parametrize(
    ("timestamp", "nonce", "signed"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_the_official_signatures(timestamp: str, nonce: str, signed: str) -> None:
    assert signature(OFFICIAL_TOKEN, timestamp, nonce) == signed


def test_the_official_encryption() -> None:
    token, key, corp = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
    echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    assert signature(token, "1409659589", "263014780", echo) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert Wrapping(key, corp).decrypt(echo) == b"1616140317555161061"


def test_encryption_is_understood_by_others_and_understands_them() -> None:
    token, key, appid = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
    ours, theirs = Wrapping(key, appid), WeChatCrypto(token, key, appid)
    for words in ("你好", "", "x" * 1000, "32 bytes are a block of its own."):
        reply = elements(theirs.encrypt_message(f"<xml>{words}</xml>", "n", "1").encode())
        assert ours.decrypt(reply["Encrypt"]).decode() == f"<xml>{words}</xml>"
        sealed = ours.encrypt(words.encode())
        envelope = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
        assert theirs.decrypt_message(envelope, signature(token, "1", "n", sealed), "1", "n") == words
    with pytest.raises(ValueError, match="somebody else"):
        Wrapping(key, "wx0000000000000000").decrypt(ours.encrypt(b"x"))
    with pytest.raises(ValueError, match="padding"):
        Wrapping(key[::-1], appid).decrypt(ours.encrypt(b"x"))


async def test_the_handshake(wechat: WeChat, account: SimpleAccount) -> None:
    answer = await wechat.callbacks.verify("4375120948345356249")
    assert (answer.status, answer.body) == (200, b"4375120948345356249")


# ------------------------------------------------------------------ what is sent

Act = Callable[[WeChat, Person], Delivery]
ACTS: list[tuple[Act, dict[str, str]]] = [
    (lambda w, p: w.says(p, "在吗 ]]> <b>&amp;"), {"MsgType": "text", "Content": "在吗 ]]> <b>&amp;"}),
    (lambda w, p: w.sends_image(p, b"\xff\xd8\xff"), {"MsgType": "image", "PicUrl": "http://", "MediaId": ""}),
    (lambda w, p: w.sends_voice(p, b"#!AMR"), {"MsgType": "voice", "Format": "amr", "MediaId": ""}),
    (lambda w, p: w.sends_voice(p, b"#!AMR", recognition="转人工"), {"MsgType": "voice", "Recognition": "转人工"}),
    (lambda w, p: w.sends_video(p, b"ftyp"), {"MsgType": "video", "MediaId": "", "ThumbMediaId": ""}),
    (lambda w, p: w.sends_video(p, b"ftyp", short=True), {"MsgType": "shortvideo"}),
    (
        lambda w, p: w.sends_location(p, 23.134521, 113.358803, "位置"),
        {"MsgType": "location", "Location_X": "23.134521", "Location_Y": "113.358803", "Label": "位置"},
    ),
    (lambda w, p: w.sends_link(p, "t", "d", "https://a/?b&c"), {"MsgType": "link", "Url": "https://a/?b&c"}),
    (lambda w, p: w.sends_file(p, "a.pdf", b"%PDF"), {"MsgType": "file", "Title": "a.pdf", "FileTotalLen": "4"}),
    (lambda w, p: w.sends_sticker(p), {"MsgType": "text", "Content": STICKER}),
    (lambda w, p: w.subscribes(p), {"MsgType": "event", "Event": "subscribe", "EventKey": ""}),
    (lambda w, p: w.subscribes(p, "order-7"), {"Event": "subscribe", "EventKey": "qrscene_order-7"}),
    (lambda w, p: w.unsubscribes(p), {"Event": "unsubscribe"}),
    (lambda w, p: w.scans(p, "order-7"), {"Event": "SCAN", "EventKey": "order-7"}),
    (lambda w, p: w.event(p, "LOCATION", Latitude="23.1"), {"Event": "LOCATION", "Latitude": "23.1"}),
]


@pytest.mark.parametrize(("act", "expected"), ACTS)
async def test_acts_come_in_the_official_shape(
    wechat: WeChat, account: SimpleAccount, buyer: Person, act: Act, expected: dict[str, str]
) -> None:
    delivery = await act(wechat, buyer).over()
    [(query, xml)] = account.came
    found = elements(xml)
    assert (found["ToUserName"], found["FromUserName"]) == (wechat.account.original, buyer.openid)
    assert {name: found[name][: len(value)] for name, value in expected.items()} == expected
    assert ("MsgId" in found) == (found["MsgType"] != "event")
    assert query["signature"] == signature(wechat.account.token, query["timestamp"], query["nonce"])
    assert query["openid"] == buyer.openid
    assert delivery.outcome is Outcome.QUIET


async def test_secure_mode_sends_nothing_in_clear(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    wechat.account.mode = Mode.SECURE
    await wechat.says(buyer, "卡密").over()
    [(query, xml)] = account.came
    found, ours = elements(xml), wechat.account
    assert {*found} == {"ToUserName", "Encrypt"}
    assert query["encrypt_type"] == "aes"
    crypto = WeChatCrypto(ours.token, ours.aes_key, ours.appid)
    plain = crypto.decrypt_message(xml, query["msg_signature"], query["timestamp"], query["nonce"])
    assert elements(plain.encode())["Content"] == "卡密"


async def test_mixed_mode_sends_both(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    wechat.account.mode = Mode.MIXED
    await wechat.says(buyer, "卡密").over()
    found = elements(account.came[0][1])
    assert found["Content"] == "卡密"
    wrapping = Wrapping(wechat.account.aes_key, wechat.account.appid)
    assert elements(wrapping.decrypt(found["Encrypt"]))["MsgId"] == found["MsgId"]


# ------------------------------------------------------------------ three tries, and what becomes of the answer


async def test_a_passive_reply_is_shown(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    account.reply = answers(compose(text_reply(wechat, buyer.openid, "您好 ]]> 🎮")))
    delivery = await wechat.says(buyer, "在吗").over()
    [shown] = buyer.answers
    assert (shown.text, shown.way, shown.answers) == ("您好 ]]> 🎮", Way.PASSIVE, delivery.key)
    assert [one.way for one in buyer.talk] == [Way.OWN, Way.PASSIVE]
    assert wechat.left(buyer) == 5, "it costs nothing"


async def test_a_secure_reply_is_decrypted(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    ours = wechat.account
    ours.mode = Mode.SECURE
    plain = compose(text_reply(wechat, buyer.openid, "您好")).decode()
    account.reply = answers(WeChatCrypto(ours.token, ours.aes_key, ours.appid).encrypt_message(plain, "n").encode())
    assert (await wechat.says(buyer, "在吗").over()).outcome is Outcome.REPLIED
    account.reply = answers(WeChatCrypto("guessed", ours.aes_key, ours.appid).encrypt_message(plain, "n").encode())
    assert (await wechat.says(buyer, "在吗").over()).outcome is Outcome.FAILED
    account.reply = answers(plain.encode())
    assert (await wechat.says(buyer, "在吗").over()).outcome is Outcome.FAILED, "a plain reply in secure mode"
    assert [one.text for one in buyer.answers] == ["您好"]


async def test_a_passive_picture_is_shown(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    media = wechat.files.upload("image", "a.png", b"\x89PNG\r\n\x1a\n")
    reply = text_reply(wechat, buyer.openid, "") | {"MsgType": "image"}
    del reply["Content"]
    account.reply = answers(compose(reply | {"Image": {"MediaId": media.id}}))
    await wechat.says(buyer, "在吗").over()
    assert buyer.answers[0].media == (b"\x89PNG\r\n\x1a\n",)
    account.reply = answers(compose(reply | {"Image": {"MediaId": "nothing-there"}}))
    assert (await wechat.says(buyer, "在吗").over()).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "body",
    [
        b"ok",
        b'{"text": "json"}',
        b"<xml><Content>cut off",
        b"<!DOCTYPE xml><xml/>",
        b"<xml><MsgType>text</MsgType></xml>",
        b"\xff\xfe<xml/>",
    ],
)
async def test_a_body_that_is_no_reply_is_out_of_order(
    wechat: WeChat, account: SimpleAccount, buyer: Person, body: bytes
) -> None:
    account.reply = answers(body)
    delivery = await wechat.says(buyer, "在吗").over()
    assert (delivery.outcome, len(delivery.tries)) == (Outcome.FAILED, 1)
    assert [one.text for one in buyer.failures] == [FAILURE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ToUserName": "oSomebodyElse"},
        {"FromUserName": "gh_somebody_else"},
        {"CreateTime": "now"},
        {"Content": ""},
        {"Content": "卡" * 683},
        {"MsgType": "shout"},
        {"Colour": "red"},
    ],
)
async def test_a_reply_is_read_strictly(
    wechat: WeChat, account: SimpleAccount, buyer: Person, wrong: dict[str, str]
) -> None:
    account.reply = answers(compose(text_reply(wechat, buyer.openid, "您好") | wrong))
    assert (await wechat.says(buyer, "在吗").over()).outcome is Outcome.FAILED
    assert buyer.answers == []


async def test_silence_is_tried_three_times_with_one_id(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    wechat.callbacks.second = 0.01
    account.reply = answers(b"success", after=0.5)
    delivery = await wechat.says(buyer, "在吗").over()
    assert [one.status for one in delivery.tries] == [0, 0, 0]
    assert {elements(xml)["MsgId"] for _, xml in account.came} == {delivery.key}
    assert len({query["nonce"] for query, _ in account.came}) == 3
    assert [one.text for one in buyer.failures] == [FAILURE]


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_anything_but_200_is_tried_again(
    wechat: WeChat, account: SimpleAccount, buyer: Person, status: int
) -> None:
    async def better(body: bytes) -> web.Response:
        return web.Response(status=status) if len(account.came) < 3 else web.Response(text="success")

    account.reply = better
    delivery = await wechat.says(buyer, "在吗").over()
    assert [one.status for one in delivery.tries] == [status, status, 200]
    assert (delivery.outcome, buyer.failures) == (Outcome.QUIET, [])


async def test_an_empty_answer_is_quiet(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    account.reply = answers(b"")
    assert (await wechat.says(buyer, "在吗").over()).outcome is Outcome.QUIET


async def test_an_account_that_is_away_fails(wechat: WeChat, buyer: Person) -> None:
    wechat.callbacks.url = "http://127.0.0.1:1/callback"
    delivery = await wechat.says(buyer, "在吗").over()
    assert (delivery.outcome, len(delivery.tries)) == (Outcome.FAILED, 3)


async def test_tries_that_come_together_are_counted_when_answered_twice(
    wechat: WeChat, account: SimpleAccount, buyer: Person
) -> None:
    account.reply = answers(compose(text_reply(wechat, buyer.openid, "您好")))
    delivery = await wechat.says(buyer, "在吗", at_once=3).over()
    assert len({elements(xml)["MsgId"] for _, xml in account.came}) == 1
    assert (len(delivery.tries), len(buyer.answers), len(wechat.duplicates)) == (3, 1, 2)


async def test_repeats_replays_and_forgeries(wechat: WeChat, account: SimpleAccount, buyer: Person) -> None:
    delivery = await wechat.says(buyer, "在吗").over()
    await wechat.callbacks.repeat(delivery)
    await wechat.callbacks.replay(delivery)
    first, again, replayed = account.came
    assert first[1] == again[1] == replayed[1]
    assert first[0]["nonce"] != again[0]["nonce"] == replayed[0]["nonce"]
    await wechat.callbacks.post(wechat.callbacks.sealed(b"<xml>anything", token="guessed", age=3600))
    query, body = account.came[-1]
    assert body == b"<xml>anything"
    assert query["signature"] == signature("guessed", query["timestamp"], query["nonce"])
    assert wechat.clock.stamp - int(query["timestamp"]) >= 3599


async def test_acts_go_out_together(wechat: WeChat, account: SimpleAccount) -> None:
    people = [wechat.new_person(f"{n}") for n in range(20)]
    account.reply = answers(b"success", after=0.05)
    await asyncio.gather(*(wechat.says(person, "在吗").over() for person in people))
    assert len({elements(xml)["FromUserName"] for _, xml in account.came}) == 20
    await wechat.callbacks.settled()
