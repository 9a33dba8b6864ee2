"""What is encrypted for us, and what we encrypt."""

import base64
import secrets
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from bots.wechat.envelope import Envelope, sealed_in
from bots.wechat.signing import signature
from bots.wechat.xml import read_xml, write_xml
from core.errors import Forged, Unreadable
from tests.unit.wechat.letters import AES_KEY, APP_ID, OURS, STAMP, TOKEN, letter, sealed
from tests.wechat.platform.crypto import Wrapping

WECOM = ("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
WECOM_ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
WECOM_MESSAGE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvu"
    "JTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwG"
    "c2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9"
    "EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0"
    "lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
OFFICIAL_MESSAGE = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9"
    "FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3y"
    "t+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v"
    "6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
WRITTEN = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="


def ours() -> Envelope:
    return Envelope(TOKEN, AES_KEY, APP_ID)


def encrypted(padded: bytes) -> str:
    """Anything at all, under our key: what only who holds it could send."""
    key = base64.b64decode(AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def test_wecoms_own_examples_open() -> None:
    token, key, corp = WECOM
    envelope = Envelope(token, key, corp)
    assert signature(token, "1409659589", "263014780", WECOM_ECHO) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert envelope.open(WECOM_ECHO) == b"1616140317555161061"
    assert signature(token, "1409659813", "1372623149", WECOM_MESSAGE) == "477715d11cdb4164915debcba66cb864d751f3e6"
    told = read_xml(envelope.open(WECOM_MESSAGE))
    assert (told["FromUserName"], told["Content"], told["MsgId"]) == ("mycreate", "hello", "4561255354251345929")


def test_the_official_accounts_own_example_opens() -> None:
    stamp = ("1409735669", "1320562132", OFFICIAL_MESSAGE)
    assert signature("spamtest", *stamp) == "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
    told = read_xml(Envelope("spamtest", AES_KEY, APP_ID).open(OFFICIAL_MESSAGE))
    assert (told["ToUserName"], told["Content"], told["MsgId"]) == (OURS, "abcdteT", "6054768590064713728")


def test_we_encrypt_as_the_platforms_own_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.wechat.envelope.token_bytes", lambda _: b"aaaabbbbccccdddd")
    answer = Envelope("pamtest", AES_KEY, "wxb11529c136998cb6").seal("我是中文abcd123", "1409304348", "xxxxxx")
    told = read_xml(answer.encode())
    assert told["Encrypt"] == WRITTEN
    assert told["MsgSignature"] == signature("pamtest", "1409304348", "xxxxxx", WRITTEN)
    assert (told["TimeStamp"], told["Nonce"]) == ("1409304348", "xxxxxx")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text: str) -> None:
    answer = read_xml(ours().seal(text, STAMP, "n").encode())
    assert ours().open(answer["Encrypt"]) == text.encode()
    assert Wrapping(AES_KEY, APP_ID).decrypt(answer["Encrypt"]) == text.encode()


def test_wechatpy_reads_what_we_seal_and_we_what_wechatpy_seals() -> None:
    crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    answer = ours().seal("你好", STAMP, "n")
    assert crypto.decrypt_message(answer, read_xml(answer.encode())["MsgSignature"], STAMP, "n") == "你好"
    theirs = crypto.encrypt_message("你好", "n", STAMP)
    assert ours().open(sealed_in(theirs.encode())) == "你好".encode()


def test_no_two_answers_look_alike() -> None:
    assert len({ours().seal("same", STAMP, "n") for _ in range(20)}) == 20


def test_a_nonce_cannot_break_out_of_the_answer() -> None:
    answer = ours().seal("x", STAMP, "]]></Nonce><Encrypt>evil</Encrypt><Nonce><![CDATA[")
    assert isinstance(read_xml(answer.encode())["Encrypt"], str)


@pytest.mark.parametrize("other", ["", "wx", APP_ID + "x", APP_ID[:-1], "wx0000000000000000", "\n" + APP_ID])
def test_what_is_meant_for_another_account_is_forged(other: str) -> None:
    with pytest.raises(Forged, match="another account"):
        ours().open(Wrapping(AES_KEY, other).encrypt(letter()))


def test_another_key_opens_nothing() -> None:
    for _ in range(50):
        key = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        with pytest.raises((Unreadable, Forged)):
            ours().open(Wrapping(key, APP_ID).encrypt(letter()))


@pytest.mark.parametrize(
    "padding", [b"\x00", b"\x21" * 33, b"\x01\x02", b"\x05\x05\x05\x04\x05", b"\x20" * 31, b"\xff" * 16]
)
def test_a_padding_that_nobody_would_write_is_seen(padding: bytes) -> None:
    whole = b"r" * 16 + struct.pack("!I", 4) + b"text" + APP_ID.encode()
    filled = whole + b"x" * (-(len(whole) + len(padding)) % 16) + padding
    with pytest.raises((Unreadable, Forged)):
        ours().open(encrypted(filled))


@pytest.mark.parametrize("length", [5, 100, 2**31, 2**32 - 1])
def test_a_length_beyond_the_end_is_seen(length: int) -> None:
    whole = b"r" * 16 + struct.pack("!I", length) + b"text"
    pad = 32 - len(whole) % 32
    with pytest.raises(Unreadable, match="length"):
        ours().open(encrypted(whole + bytes([pad]) * pad))


@pytest.mark.parametrize("size", [0, 4, 15, 16, 19])
def test_less_than_a_head_is_seen(size: int) -> None:
    pad = 32 - size
    with pytest.raises(Unreadable):
        ours().open(encrypted(b"h" * size + bytes([pad]) * pad))


def test_cut_off_anywhere_it_does_not_open() -> None:
    whole = Wrapping(AES_KEY, APP_ID).encrypt(letter())
    for end in range(len(whole)):
        with pytest.raises((Unreadable, Forged)):
            ours().open(whole[:end])


@given(st.binary(max_size=400).map(lambda raw: base64.b64encode(raw).decode()) | st.text())
def test_anything_at_all_is_unreadable_or_forged_and_nothing_worse(hostile: str) -> None:
    with pytest.raises((Unreadable, Forged)):
        ours().open(hostile)


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_changed_byte_never_passes_for_another_letter_from_us(place: int, change: int) -> None:
    """The signature guards the text itself; whom it is for and how long it is are looked at here as well."""
    raw = bytearray(base64.b64decode(Wrapping(AES_KEY, APP_ID).encrypt(letter())))
    raw[place % len(raw)] ^= change
    try:
        opened = ours().open(base64.b64encode(raw).decode())
    except (Unreadable, Forged):
        return
    assert len(opened) == len(letter())


def test_line_breaks_of_an_old_encoder_are_no_harm() -> None:
    whole = Wrapping(AES_KEY, APP_ID).encrypt(letter())
    assert ours().open("\r\n".join(whole[at : at + 76] for at in range(0, len(whole), 76))) == letter()


@pytest.mark.parametrize("body", [b"", b"<xml></xml>", b"<xml><Encrypt/></xml>", letter(), b"{}"])
def test_a_body_with_nothing_encrypted_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        sealed_in(body)


def test_two_encrypted_parts_are_one_too_many() -> None:
    with pytest.raises(Unreadable, match="Encrypt"):
        sealed_in(b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>")


@pytest.mark.parametrize("key", ["", "short", AES_KEY + "=", AES_KEY[:-1], AES_KEY + "AAAA", "密" * 43, "-" * 43])
def test_a_key_of_another_form_is_told_at_once(key: str) -> None:
    with pytest.raises(ValueError, match=r"43 characters|ASCII|base64"):
        Envelope(TOKEN, key, APP_ID)


def test_secrets_do_not_show() -> None:
    shown = repr(ours()) + str(vars(ours()).keys())
    assert AES_KEY not in shown
    assert TOKEN not in shown


def test_a_sealed_letter_is_found_in_its_body() -> None:
    query, body = sealed(letter())
    assert signature(TOKEN, query["timestamp"], query["nonce"], sealed_in(body)) == query["msg_signature"]
    assert ours().open(sealed_in(body)) == letter()
    assert sealed_in(write_xml({"Encrypt": "abc", "AgentID": 218}).encode()) == "abc"
