"""Who knocks at the callback: WeCom itself comes in, whoever else is turned away, and nothing of him is kept."""

import asyncio
import time
from dataclasses import replace

import pytest

from core.messages import MessageReceived
from tests.unit.wechat.wecom.shop import Shop
from tests.wechat.wecomplatform.callbacks import Posted, notice
from tests.wechat.wecomplatform.server import ENVELOPE

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>'


def signed(sealed: str, body: str, stamp: int = 0) -> Posted:
    timestamp, nonce = str(stamp or int(time.time())), "1714112445"
    signature = ENVELOPE.signature(timestamp, nonce, sealed)
    return Posted({"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}, body)


def wrapped(sealed: str) -> str:
    return f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"


def news(shop: Shop) -> str:
    return notice(ENVELOPE.receiver, shop.account, "T")


async def answers(shop: Shop, posted: Posted) -> int:
    """The status; and nothing was asked, taken or kept because of it, unless it is 200."""
    asked = shop.wecom.count("kf/sync_msg")
    status, _ = await shop.wecom.callbacks.post(posted)
    if status != 200:
        await asyncio.sleep(0.01)
        assert (shop.wecom.count("kf/sync_msg"), shop.process.sink.parked) == (asked, [])
    return status


@pytest.fixture
async def quiet(shop: Shop) -> Shop:
    await shop.process.idle()
    return shop


async def test_the_console_hears_its_own_word(quiet: Shop) -> None:
    assert await quiet.wecom.callbacks.handshake(quiet.process.url)


async def test_a_guessed_signature_is_forbidden(quiet: Shop) -> None:
    posted = quiet.wecom.callbacks.pack(news(quiet))
    assert await answers(quiet, Posted(posted.query | {"msg_signature": "0" * 40}, posted.body)) == 403
    assert await answers(quiet, Posted({}, posted.body)) == 403


@pytest.mark.parametrize("off", [-601, 601])
async def test_an_old_or_future_stamp_is_forbidden(quiet: Shop, off: int) -> None:
    sealed = ENVELOPE.seal(news(quiet))
    assert await answers(quiet, signed(sealed, wrapped(sealed), int(time.time()) + off)) == 403


async def test_what_is_meant_for_another_company_is_forbidden(quiet: Shop) -> None:
    sealed = replace(ENVELOPE, receiver="ww0000000000000000").seal(news(quiet))
    assert await answers(quiet, signed(sealed, wrapped(sealed))) == 403


@pytest.mark.parametrize("body", ["", "no xml", "<xml></xml>", "<xml><Encrypt>", BOMB, XXE, "\ufeff<x/>"])
async def test_hostile_bodies_are_unreadable(quiet: Shop, body: str) -> None:
    assert await answers(quiet, signed("", body)) == 400


@pytest.mark.parametrize("sealed", ["AAAA", "not base64!", "A" * 64])
async def test_what_cannot_be_opened_is_unreadable(quiet: Shop, sealed: str) -> None:
    assert await answers(quiet, signed(sealed, wrapped(sealed))) == 400


async def test_a_signed_envelope_with_rubbish_inside_is_unreadable(quiet: Shop) -> None:
    sealed = ENVELOPE.seal("rubbish")
    assert await answers(quiet, signed(sealed, wrapped(sealed))) == 400


async def test_a_plain_notice_is_not_taken(quiet: Shop) -> None:
    assert await answers(quiet, signed("", news(quiet))) == 400


async def test_who_has_listened_and_posts_again_gains_nothing(quiet: Shop) -> None:
    await quiet.says("在吗")
    await quiet.process.sink.next(MessageReceived)
    assert await quiet.wecom.replays() == 200
    await quiet.process.idle()
    assert len(quiet.process.sink.events) == 1


async def test_a_closed_shop_asks_to_come_again(quiet: Shop) -> None:
    await quiet.process.channel.stop()
    assert await answers(quiet, quiet.wecom.callbacks.pack(news(quiet))) == 503
