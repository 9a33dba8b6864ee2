"""Who may knock."""

import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.utils import check_signature

from bots.wechat import signing
from bots.wechat.signing import Signature, signature
from core.errors import Forged
from tests.unit.wechat.letters import NOW, STAMP, TOKEN, stamped

MINUTES = timedelta(minutes=10)

OFFICIAL = [
    ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),  # the handshake
    ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),  # a message in plain mode
]


@pytest.mark.parametrize(("timestamp", "nonce", "signed"), OFFICIAL)
def test_the_platforms_own_examples_fit(timestamp: str, nonce: str, signed: str) -> None:
    then = datetime.fromtimestamp(int(timestamp), UTC)
    query = {"signature": signed, "timestamp": timestamp, "nonce": nonce}
    Signature("AAAAA", MINUTES).check("signature", query, then)
    assert signature("AAAAA", timestamp, nonce) == signed


@given(st.text("abc123", min_size=3), st.integers(0, 10**10), st.text("0123456789", min_size=1))
def test_we_and_wechatpy_sign_alike(token: str, timestamp: int, nonce: str) -> None:
    check_signature(token, signature(token, str(timestamp), nonce), str(timestamp), nonce)


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
@pytest.mark.parametrize("said", [None, "", "0", "ÿ", "\ud800", "名", "f464b24fc39322e44b38aa78f5edd27bd1441696"])
def test_a_stranger_does_not_know_the_token(name: str, said: str | None) -> None:
    query = stamped()
    query.pop(name)
    with pytest.raises(Forged):
        Signature(TOKEN, MINUTES).check("signature", query if said is None else query | {name: said}, NOW)


def test_another_token_is_a_strangers() -> None:
    with pytest.raises(Forged, match="token"):
        Signature("another", MINUTES).check("signature", stamped(), NOW)


@pytest.mark.parametrize(("seconds", "taken"), [(0, True), (599, True), (-599, True), (601, False), (-601, False)])
def test_an_old_letter_is_not_taken_nor_one_from_the_future(seconds: int, taken: bool) -> None:
    now = NOW + timedelta(seconds=seconds)
    if taken:
        Signature(TOKEN, MINUTES).check("signature", stamped(), now)
    else:
        with pytest.raises(Forged, match="601 s from our clock"):
            Signature(TOKEN, MINUTES).check("signature", stamped(), now)


@pytest.mark.parametrize("timestamp", ["", "now", "-5", "1e9", " 1795334400", "１７９５３３４４００", "9" * 400, "0x6"])
def test_a_timestamp_that_is_none_is_refused_even_if_it_is_signed(timestamp: str) -> None:
    with pytest.raises(Forged, match="timestamp"):
        Signature(TOKEN, MINUTES).check("signature", stamped(timestamp=timestamp), NOW)


def test_what_is_encrypted_is_signed_as_well() -> None:
    check = Signature(TOKEN, MINUTES).check
    check("msg_signature", stamped("sealed"), NOW, "sealed")
    with pytest.raises(Forged, match="msg_signature"):
        check("msg_signature", stamped("sealed"), NOW, "other")
    with pytest.raises(Forged, match="msg_signature"):
        check("msg_signature", stamped(), NOW, "sealed")


def test_it_is_compared_in_constant_time_and_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(signing, "compare_digest", compare)
    query = stamped()
    Signature(TOKEN, MINUTES).check("signature", query, NOW)
    right = query["signature"].encode()
    assert compared == [(right, right)]
    with pytest.raises(Forged):
        Signature(TOKEN, MINUTES).check("signature", query | {"signature": "wrong"}, NOW)
    assert compared[1] == (b"wrong", right)


def test_a_refusal_tells_neither_the_token_nor_the_right_signature() -> None:
    with pytest.raises(Forged) as refused:
        Signature("s3cret-token", MINUTES).check("signature", stamped(), NOW)
    told = str(refused.value)
    assert "s3cret" not in told
    assert signature("s3cret-token", STAMP, "486452656") not in told


@given(st.dictionaries(st.sampled_from(["signature", "timestamp", "nonce"]), st.text()))
def test_any_query_is_forged_and_nothing_worse(query: dict[str, str]) -> None:
    with pytest.raises(Forged):
        Signature(TOKEN, MINUTES).check("signature", query, NOW)
