"""Nothing secret leaves by the logs, in whatever way it came in."""

import io
import json
import logging
import warnings

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from config.logs import set_up_logs
from config.redaction import HIDDEN, redact, redacted

SECRETS = [
    "ABCD-EFGH-1234-9Z",
    "A1B2C3-D4E5F6-G7H8J9",
    "XXXXX-YYYYY-ZZZZZ-11111-22222",
    "abcd-EFGH-1234-zzzz",
    "7f3kq9zp2mx8vw4hj6ty",
    "gAAAAABnQ2xvc2VkX3RleHRfb2ZfYV9mZXJuZXRfdG9rZW4xMjM0NTY3ODkw==",
    "123456789:AAEhBOweik6ad6PsVNRwYBYrEr3jYDfCXYZ",
    "eyJhbGciOiJIUzI1NiJ9",
]

READABLE = [
    "302261122095245598",
    "12.3",
    "2026-11-22T08:23:33Z",
    "core/courier.py:146",
    "bots.web.main",
    "z***@qq.com",
    "ABCD-****-****-9Z",
    "0f8fad5bd9cb469fa16570867728950e",
    "UnicodeDecodeError",
    "deliver_message_to_staff_room_again",
]


pytestmark = pytest.mark.usefixtures("logs_as_before")


@pytest.fixture
def stream() -> io.StringIO:
    out = io.StringIO()
    set_up_logs("info", "json", out)
    return out


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("secret", SECRETS)
def test_secret_is_hidden_wherever_it_stands(secret: str) -> None:
    for text in (secret, f"key {secret}.", f"({secret})", f"'{secret}'", f"卡密{secret}，请查收", f"a={secret}"):
        assert secret not in redact(text)
        assert HIDDEN in redact(text)


@pytest.mark.parametrize("text", READABLE)
def test_what_one_needs_to_see_stays(text: str) -> None:
    assert redact(f"about {text} here") == f"about {text} here"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("password=hunter2", "hunter2"),
        ("Password: hunter2, more", "hunter2"),
        ('{"api_key": "short"}', "short"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("postgresql://shop:pw1@db/kami", "pw1"),
        ("GET https://a.cn/hook?signature=abc&nonce=12", "abc"),
        ("GET /staff/login?t=abc", "abc"),
        ("https://a.cn/staff#abc", "#abc"),
        ("Cookie: session=abc", "abc"),
    ],
)
def test_named_secret_is_hidden(text: str, hidden: str) -> None:
    assert hidden not in redact(text)
    assert HIDDEN in redact(text)


@given(st.text(max_size=300))
def test_redaction_takes_any_text_and_changes_nothing_twice(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


def test_values_inside_values_are_hidden() -> None:
    value = {"a": ["ABCD-EFGH-1234-9Z", {"password": "x"}], "token": 5, "raw": b"ABCD", "why": ValueError("pwd=x y")}
    assert redacted(value) == {
        "a": [HIDDEN, {"password": HIDDEN}],
        "token": HIDDEN,
        "raw": "[4 bytes]",
        "why": f"ValueError: pwd={HIDDEN} y",
    }
    assert redacted({"n": 3, "ok": True, "none": None}) == {"n": 3, "ok": True, "none": None}


def test_event_and_exception_are_redacted(stream: io.StringIO) -> None:
    log = structlog.get_logger("core.courier")
    try:
        int("ABCD-EFGH-1234-9Z")
    except ValueError:
        log.exception("could not send %s", "ABCD-EFGH-1234-9Z", password="hunter2", order="302261122095245598")
    (line,) = lines(stream)
    assert line["event"] == f"could not send {HIDDEN}"
    assert line["logger"] == "core.courier"
    assert line["level"] == "error"
    assert line["order"] == "302261122095245598"
    assert str(line["exception"]).endswith(f"with base 10: '{HIDDEN}'")
    assert "hunter2" not in stream.getvalue()


def test_libraries_speak_through_the_same_door(stream: io.StringIO) -> None:
    logging.getLogger("aiogram").error(
        "token %s", "123456789:AAEhBOweik6ad6PsVNRwYBYrEr3jYDfCXYZ", extra={"secret": "x"}
    )
    warnings.showwarning("old ABCD-EFGH-1234-9Z", DeprecationWarning, "a.py", 1)
    told, warned = lines(stream)
    assert (told["event"], told["secret"], told["logger"]) == (f"token {HIDDEN}", HIDDEN, "aiogram")
    assert f"old {HIDDEN}" in str(warned["event"])


def test_chatty_libraries_are_quiet_and_the_access_log_is_off(stream: io.StringIO) -> None:
    for name in ("sqlalchemy.engine", "alembic.runtime", "aiohttp.access"):
        logging.getLogger(name).info("chatter")
    logging.getLogger("sqlalchemy.engine").warning("slow")
    logging.getLogger("aiohttp.access").error("GET /")
    assert [line["event"] for line in lines(stream)] == ["slow"]


def test_level_is_kept() -> None:
    out = io.StringIO()
    set_up_logs("warning", "json", out)
    structlog.get_logger("a").info("no")
    structlog.get_logger("a").warning("yes")
    assert [line["event"] for line in lines(out)] == ["yes"]


def test_console_is_for_people() -> None:
    out = io.StringIO()
    set_up_logs("info", "console", out)
    structlog.get_logger("bots.app").info("ready", port=80, token="x")
    told = out.getvalue()
    assert "ready" in told
    assert "port=80" in told
    assert f"token={HIDDEN}" in told
