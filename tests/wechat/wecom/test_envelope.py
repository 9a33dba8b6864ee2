"""The envelope of the WeCom of our own is judged by the official sample and by wechatpy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from tests.wechat.wecomplatform.envelope import Envelope, encrypted_in

SAMPLE = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
MESSAGE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/"
    "sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR"
    "+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw"
    "8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1pt"
    "DAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)


def test_the_official_sample_of_the_handshake_is_opened() -> None:
    assert SAMPLE.signature("1409659589", "263014780", ECHO) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert SAMPLE.open(ECHO) == "1616140317555161061"


def test_the_official_sample_of_a_message_is_opened() -> None:
    assert SAMPLE.signature("1409659813", "1372623149", MESSAGE) == "477715d11cdb4164915debcba66cb864d751f3e6"
    opened = SAMPLE.open(MESSAGE)
    for part in ("[mycreate]", "<CreateTime>1409659813<", "[hello]", "<MsgId>4561255354251345929<", "<AgentID>218<"):
        assert part in opened


def test_a_seal_for_somebody_else_is_not_opened() -> None:
    other = Envelope(SAMPLE.token, SAMPLE.aes_key, "ww0000000000000000")
    with pytest.raises(ValueError, match="somebody else"):
        other.open(ECHO)


@given(words=st.text(max_size=300))
def test_what_is_sealed_here_wechatpy_opens(words: str) -> None:
    sealed = SAMPLE.seal(words)
    judge = WeChatCrypto(SAMPLE.token, SAMPLE.aes_key, SAMPLE.receiver)
    signature = SAMPLE.signature("1", "2", sealed)
    assert judge.check_signature(signature, "1", "2", sealed) == words
    assert SAMPLE.open(sealed) == words


def test_what_wechatpy_seals_is_opened_here() -> None:
    judge = WeChatCrypto(SAMPLE.token, SAMPLE.aes_key, SAMPLE.receiver)
    body = judge.encrypt_message("<xml>卡密</xml>", "123", timestamp="1409659813")
    assert SAMPLE.open(encrypted_in(body)) == "<xml>卡密</xml>"
