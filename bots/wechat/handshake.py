"""Calls our own callback as the platform does when somebody presses 提交 in its console: what the doctor sees there.

From this machine, through the public address: a name that only resolves elsewhere, or a firewall that only others meet,
shows in the console alone."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bots.wechat.asking import SECONDS
from core.channel import Finding, Severity

PORTS: Final = {"https": 443, "http": 80}
"""The only ones that an official account calls (developers.weixin.qq.com/doc/service/guide/dev/push)."""
BEHIND: Final = frozenset({502, 503, 504})
"""A proxy's words for a program behind it that does not answer."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """One question to our callback. `answer`: what a right one is answered with. `forged`: the same, signed wrongly."""

    url: str
    answer: str
    right: Mapping[str, str] = field(repr=False)
    forged: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """`trouble`: why there is none."""

    status: int = 0
    text: str = ""
    trouble: str = ""


async def examine_callback(subject: str, hand: Handshake, *, any_port: bool = False) -> list[Finding]:
    """Where it is, and whether it answers as it should. Raises nothing."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        reply = await _called(session, hand.url, hand.right)
        answers = _right(subject, hand, reply)
        if answers.severity is Severity.OK:
            answers = _forged(subject, answers, await _called(session, hand.url, hand.forged))
    return [reachable(subject, hand.url, any_port=any_port), answers]


def reachable(subject: str, url: str, *, any_port: bool = False) -> Finding:
    """Can WeChat come here at all? Pure."""
    named, parts = f"{subject}: address", urlsplit(url)
    if is_private(parts.hostname or ""):
        remedy = 'Set web.public_url = "https://…" to what your proxy serves: WeChat calls us, so it has to be public.'
        return Finding(named, Severity.WARNING, f"{url} is for this machine or its network only", remedy)
    wanted = PORTS.get(parts.scheme, 0)
    if not any_port and (parts.port or wanted) != wanted:
        remedy = "WeChat calls port 443 (https) and 80 (http) only: put a proxy there, and set web.public_url to it."
        return Finding(named, Severity.FAILURE, f"{url} is on port {parts.port}", remedy)
    if parts.scheme != "https":
        remedy = "Put a proxy with a certificate before it (docs/wechat.md has one of two lines)."
        return Finding(named, Severity.WARNING, f"{url} is not encrypted", remedy)
    return Finding(named, Severity.OK, url)


def is_private(host: str) -> bool:
    """Not to be reached from the internet, as far as its name tells. Pure."""
    if host in {"", "localhost"} or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


async def _called(session: aiohttp.ClientSession, url: str, query: Mapping[str, str]) -> Reply:
    try:
        async with session.get(url, params=query, allow_redirects=False) as response:
            return Reply(response.status, (await response.text(errors="replace"))[:1000])
    except aiohttp.ClientConnectorCertificateError:
        return Reply(trouble="certificate")
    except aiohttp.ClientConnectorDNSError:
        return Reply(trouble="name")
    except (aiohttp.ClientError, OSError) as failure:  # TimeoutError is an OSError
        return Reply(trouble=type(failure).__name__)


def _right(subject: str, hand: Handshake, reply: Reply) -> Finding:
    named = f"{subject}: callback"
    if reply.status == 200 and reply.text == hand.answer:
        return Finding(named, Severity.OK, "answers the console's question, and refuses a forged one")
    severity, seen, remedy = _unheard(reply.trouble) if reply.trouble else _misheard(reply.status)
    return Finding(named, severity, seen, remedy)


def _unheard(trouble: str) -> tuple[Severity, str, str]:
    if trouble == "certificate":
        return Severity.FAILURE, "its certificate is not valid", "Renew it, with the whole chain: WeChat checks it."
    if trouble == "name":
        remedy = "Let the name point to this machine, where you have registered it; or mend web.public_url."
        return Severity.FAILURE, "nobody knows this name", remedy
    remedy = (
        "Right if KamiDesk is not running: type `kamidesk run`, and `kamidesk check` once more beside it. If it is"
        " running: look at the firewall and the proxy. A machine behind a router may not reach itself by its public"
        " name; then press 提交 in the console, that is the better test."
    )
    return Severity.WARNING, f"nobody answers there ({trouble})", remedy


def _misheard(status: int) -> tuple[Severity, str, str]:
    if status in BEHIND:
        remedy = "Type `kamidesk run`; if it is running, the proxy looks for it at another port than web.port."
        return Severity.WARNING, f"the proxy answers {status}: it does not reach KamiDesk", remedy
    if status == 403:
        remedy = "Restart `kamidesk run` after a change of token or keys. If that is done, look at this clock."
        return Severity.FAILURE, "refuses a rightly signed question (403)", remedy
    if status in range(300, 400):
        remedy = "WeChat follows no redirects: set web.public_url to the address that answers itself."
        return Severity.FAILURE, f"sends elsewhere ({status})", remedy
    remedy = "Another program answers there: let the proxy pass this path on to KamiDesk, unchanged, with its query."
    return Severity.FAILURE, f"answers {status}, and not what was asked for", remedy


def _forged(subject: str, well: Finding, reply: Reply) -> Finding:
    if reply.status == 403:
        return well
    remedy = "Something before KamiDesk answers in its place, or answers from a cache: switch that off for this path."
    return Finding(f"{subject}: callback", Severity.FAILURE, f"answers a forged question ({reply.status})", remedy)
