"""The official account's callback and those who should not be heard: refused shortly, and nothing is stored."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from tests.unit.wechat.callback import BOTH, MODES, door
from tests.unit.wechat.letters import AES_KEY, APP_ID, letter, sealed, stamped
from tests.wechat.platform.crypto import Wrapping
from tests.wechat.platform.envelopes import Request


@BOTH
@pytest.mark.parametrize("change", ["signature", "nonce", "timestamp"])
async def test_a_forged_letter_is_refused_and_not_stored(mode: str, change: str) -> None:
    async with door(mode) as account:
        query, body = account.sent(letter())
        for value in ("", "0" * 40, "ÿ", "1"):
            assert await account.posts({**query, change: value}, body) == (403, b"Forbidden")
        assert (await account.posts({name: said for name, said in query.items() if name != change}, body))[0] == 403
        assert account.nothing_stored()


@BOTH
@pytest.mark.parametrize("seconds", [601, -601, 10**6])
async def test_a_replayed_letter_is_refused(mode: str, seconds: int) -> None:
    async with door(mode) as account:
        request = account.sent(letter())
        account.clock.time += timedelta(seconds=seconds)
        assert (await account.posts(*request))[0] == 403
        assert account.nothing_stored()
        assert "from our clock" in account.intake.refused


async def test_in_secure_mode_nothing_comes_in_plain() -> None:
    async with door("secure") as account:
        assert (await account.posts(stamped(), letter()))[0] == 403
        query, _ = sealed(letter())
        assert (await account.posts(query, letter()))[0] == 400
        _, body = sealed(letter(Content="other"))
        assert (await account.posts(query, body))[0] == 403
        assert (await account.posts(query | {"msg_signature": "0" * 40}, body))[0] == 403
        assert account.nothing_stored()


async def test_who_forgot_to_set_the_key_is_told_so() -> None:
    async with door() as account:
        query, body = sealed(letter())
        assert (await account.posts(query | {"encrypt_type": "aes"}, body))[0] == 400
        assert "aes_key" in account.intake.refused


async def test_a_letter_to_another_account_is_refused() -> None:
    async with door("secure") as account:
        assert (await account.posts(*sealed(letter(), app_id="wx0000000000000000")))[0] == 403
        assert (await account.posts(*sealed(letter(), aes_key="x" * 43)))[0] in {400, 403}
        assert account.nothing_stored()


async def test_nothing_is_decrypted_before_its_signature_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    async with door("secure") as account:
        monkeypatch.setattr("bots.wechat.envelope.Envelope.open", lambda _, sealed: opened.append(sealed))
        query, body = sealed(letter())
        for name in ("signature", "msg_signature"):
            assert (await account.posts({**query, name: "0" * 40}, body))[0] == 403
        assert opened == []


async def test_the_compatible_mode_is_read_in_both_ways() -> None:
    plain = letter()
    encrypted = Wrapping(AES_KEY, APP_ID).encrypt(plain)
    mixed = Request(
        stamped(encrypted) | {"encrypt_type": "aes"},
        plain.replace(b"</xml>", f"<Encrypt>{encrypted}</Encrypt></xml>".encode()),
    )
    for mode in MODES:
        async with door(mode) as account:
            assert await account.posts(mixed.query, mixed.body) == (200, b"success")
            assert len(account.store.events) == 1


HOSTILE = {
    "nothing": b"",
    "JSON": b'{"MsgType": "text"}',
    "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
    "a file": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>',
    "breaking out": letter().replace("卡密呢".encode(), b"]]></Content><MsgType>event</MsgType><Content><![CDATA["),
    "GBK": letter().replace("卡密呢".encode(), "卡密呢".encode("gbk")),
    "UTF-16": letter().decode().encode("utf-16"),
    "NUL": letter().replace("卡".encode(), b"\x00"),
    "a lone surrogate": letter().replace("卡".encode(), b"\xed\xa0\x80"),
    "half": letter()[: len(letter()) // 2],
    "1 MB": letter(Content="x" * ((1 << 20) - 400)),
    "deep": b"<xml>" + b"<a>" * 30_000,
    "nobody": letter(FromUserName=None),
    "no time": letter(CreateTime="soon"),
}


@BOTH
@pytest.mark.parametrize("name", [*HOSTILE])
async def test_a_hostile_letter_is_refused_shortly_and_not_stored(mode: str, name: str) -> None:
    async with door(mode, seconds=30) as account:
        with capture_logs() as logs:
            status, body = await account.hears(HOSTILE[name])
        assert (status, body) == ((400, b"Unreadable") if status == 400 else (413, body))
        assert b"Traceback" not in body
        assert account.nothing_stored()
        assert all("exception" not in one and "卡密" not in str(one) for one in logs)


async def test_more_than_a_megabyte_is_not_even_read() -> None:
    async with door() as account:
        assert (await account.hears(letter(Content="x" * (1 << 21))))[0] == 413
        assert account.nothing_stored()


@BOTH
async def test_cut_off_anywhere_it_is_refused(mode: str) -> None:
    async with door(mode) as account:
        query, body = account.sent(letter())
        for end in range(0, len(body), 7):
            assert (await account.posts(query, body[:end]))[0] in {400, 403}
        assert account.nothing_stored()


async def test_the_log_says_why_once_and_the_doctor_can_ask() -> None:
    async with door() as account:
        with capture_logs() as logs:
            for _ in range(3):
                await account.posts(stamped(token="other"), letter())
        [told] = logs
        assert (told["channel"], "token" in told["why"]) == ("/wechat/main/callback", True)
        assert "token" in account.intake.refused
        await account.hears(letter())
        assert account.intake.refused == ""
