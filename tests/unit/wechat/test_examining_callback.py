"""What the doctor sees at our own callback."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bots.wechat.handshake import Handshake, examine_callback, reachable
from bots.wechat.timekeeping import clock_finding
from core.channel import Finding, Severity
from core.errors import Forged
from tests.unit.wechat.door import Answer, door, ours, parrot, says


def echo(request: web.Request) -> str:
    if request.query["signature"] != "right":
        raise Forged
    return request.query["echostr"]


async def seen_at(answer: Answer) -> Finding:
    async with door(answer) as url:
        return await seen_by(url)


async def seen_by(url: str) -> Finding:
    told = {"echostr": "4375120948345356249"}
    hand = Handshake(url, told["echostr"], {**told, "signature": "right"}, {**told, "signature": "wrong"})
    return (await examine_callback("wechat/main", hand))[1]


async def test_it_answers_the_platform_and_nobody_else() -> None:
    found = await seen_at(ours(echo))
    assert (found.subject, found.severity) == ("wechat/main: callback", Severity.OK)
    assert "refuses a forged one" in found.seen


async def test_nobody_there_is_right_while_it_does_not_run() -> None:
    found = await seen_by("http://127.0.0.1:9/wechat/main/callback")
    assert (found.severity, "nobody answers" in found.seen) == (Severity.WARNING, True)
    assert "Right if KamiDesk is not running" in found.remedy


async def test_a_name_that_nobody_knows() -> None:
    found = await seen_by("https://kamidesk.invalid/wechat/main/callback")
    assert (found.severity, found.seen) == (Severity.FAILURE, "nobody knows this name")
    assert "web.public_url" in found.remedy


@pytest.mark.parametrize(
    ("answer", "severity", "seen", "remedy"),
    [
        (says(502), Severity.WARNING, "the proxy answers 502", "web.port"),
        (says(403), Severity.FAILURE, "refuses a rightly signed question", "Restart `kamidesk run`"),
        (says(301, Location="https://elsewhere.example"), Severity.FAILURE, "sends elsewhere (301)", "no redirects"),
        (says(404), Severity.FAILURE, "answers 404", "Another program"),
        (says(200, "<html>Welcome to nginx!</html>"), Severity.FAILURE, "answers 200", "Another program"),
        (parrot, Severity.FAILURE, "answers a forged question (200)", "in its place"),
    ],
)
async def test_what_else_may_stand_there(answer: Answer, severity: Severity, seen: str, remedy: str) -> None:
    found = await seen_at(answer)
    assert found.severity is severity
    assert seen in found.seen
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("url", "severity", "seen"),
    [
        ("https://help.example.com/wechat/main/callback", Severity.OK, "help.example.com"),
        ("https://help.example.com:443/x", Severity.OK, "help.example.com"),
        ("http://help.example.com/x", Severity.WARNING, "not encrypted"),
        ("https://help.example.com:8443/x", Severity.FAILURE, "port 8443"),
        ("http://help.example.com:443/x", Severity.FAILURE, "port 443"),
        ("http://127.0.0.1:8080/x", Severity.WARNING, "this machine or its network"),
        ("https://192.168.1.7/x", Severity.WARNING, "this machine or its network"),
        ("https://desk.local/x", Severity.WARNING, "this machine or its network"),
    ],
)
def test_an_address_that_wechat_can_come_to(url: str, severity: Severity, seen: str) -> None:
    found = reachable("wechat/main", url)
    assert (found.severity, seen in found.seen) == (severity, True)
    assert found.remedy or severity is Severity.OK


def test_wecom_comes_to_any_port() -> None:
    assert reachable("wecom/main", "https://help.example.com:8443/x", any_port=True).severity is Severity.OK


NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "severity", "seen"),
    [
        ("Sun, 22 Nov 2026 14:00:20 GMT", Severity.OK, "as WeChat's"),
        ("Sun, 22 Nov 2026 13:58:00 GMT", Severity.WARNING, "480 are left"),
        ("Sun, 22 Nov 2026 14:20:00 GMT", Severity.FAILURE, "all refused (403)"),
        ("Sun, 22 Nov 2026 14:00:00 -0000", Severity.OK, "does not tell"),
        ("soon", Severity.OK, "does not tell"),
        ("", Severity.OK, "does not tell"),
    ],
)
def test_a_clock_that_is_off_and_what_follows(date: str, severity: Severity, seen: str) -> None:
    found = clock_finding("wechat/main", date, NOW, timedelta(seconds=600))
    assert (found.severity, seen in found.seen) == (severity, True)
    assert ("timedatectl" in found.remedy) is (severity is not Severity.OK)
