"""What the doctor says about a bot: token, who reads its updates, what waits, the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bots.telegram.facts import Me, WebhookInfo, me_of, webhook_of
from bots.telegram.settings import BotSettings
from bots.telegram.wire import Answer, Wire
from core.channel import Finding, Severity
from core.errors import ChannelError

CROWD: Final = 100
"""So many waiting updates are more than a moment's."""
SKEW: Final = 30.0  # seconds
LISTEN: Final = 3
"""Seconds of asking for updates: another program that does so interrupts us within them."""


@dataclass(frozen=True, slots=True)
class Examined:
    """`url`: our webhook's. `trouble`: of our own polling; None: we are not running."""

    subject: str
    settings: BotSettings
    url: str
    trouble: str | None = None

    def finding(self, what: str, severity: Severity, seen: str, remedy: str = "") -> Finding:
        return Finding(f"{self.subject}: {what}", severity, seen, remedy)

    def ok(self, what: str, seen: str) -> Finding:
        return self.finding(what, Severity.OK, seen)


async def examine_bot(wire: Wire, one: Examined) -> list[Finding]:
    """For both channels; the first failure that makes the rest pointless is the last finding. Raises nothing."""
    try:
        answer = await wire.call("getMe")
        if not answer.ok:
            return [_no_bot(one, answer)]
        me = me_of(answer.result)
        info = webhook_of(await wire.ask("getWebhookInfo"))
        return [_name(one, me), _clock(one, answer), await _updates(wire, one, info), _waiting(one, info)]
    except ChannelError as why:
        remedy = "Look at `api_url` and at the way there; behind a proxy set HTTPS_PROXY. Then type it again."
        return [one.finding("Telegram", Severity.FAILURE, str(why), remedy)]


def _no_bot(one: Examined, answer: Answer) -> Finding:
    seen = f"Telegram does not know this token: {answer.error_code} {answer.description}"
    remedy = "Ask @BotFather: /mybots, your bot, API Token. Put it into `token`."
    if answer.error_code not in {401, 404}:
        seen, remedy = f"{answer.error_code} {answer.description}", "Telegram is in trouble: try again in some minutes."
    return one.finding("token", Severity.FAILURE, seen, remedy)


def _name(one: Examined, me: Me) -> Finding:
    return one.ok("token", f"@{me.username} ({me.first_name})")


def _clock(one: Examined, answer: Answer) -> Finding:
    try:
        theirs = parsedate_to_datetime(answer.date)
    except ValueError:
        return one.ok("clock", "Telegram does not tell the time")
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    if skew > SKEW:
        remedy = "Switch time synchronisation on, for example: timedatectl set-ntp true"
        return one.finding("clock", Severity.WARNING, f"{skew:.0f} seconds from Telegram's", remedy)
    return one.ok("clock", "as Telegram's")


async def _updates(wire: Wire, one: Examined, info: WebhookInfo) -> Finding:
    if one.settings.mode == "webhook":
        return _hooked(one, info)
    if info.url:
        seen = "a webhook is set: as long as it is, nobody can ask for updates"
        remedy = "KamiDesk removes it when it starts. If another program has set it, give KamiDesk a bot of its own."
        return one.finding("updates", Severity.WARNING, seen, remedy)
    return _polled(one, await _conflict(wire) if one.trouble is None else one.trouble)


def _polled(one: Examined, trouble: str) -> Finding:
    if not trouble:
        return one.ok("updates", "by long polling, nobody else asks")
    if "409" in trouble:
        remedy = "Right if that is KamiDesk itself, running already. If not, stop it, or /revoke the token."
        return one.finding("updates", Severity.WARNING, "another program asks for this bot's updates", remedy)
    return one.finding("updates", Severity.WARNING, trouble, "It is tried again by itself.")


def _hooked(one: Examined, info: WebhookInfo) -> Finding:
    if info.url == one.url:
        return one.ok("updates", f"Telegram brings them to {one.url}")
    if not info.url:
        remedy = "`kamidesk run` sets it. The address must be public, https, on port 443, 80, 88 or 8443."
        return one.finding("updates", Severity.WARNING, "no webhook is set yet", remedy)
    remedy = "`kamidesk run` sets its own. If another program uses this bot, give KamiDesk a bot of its own."
    return one.finding("updates", Severity.WARNING, "Telegram brings them to another address", remedy)


async def _conflict(wire: Wire) -> str:
    """A short question that confirms nothing. Whoever else asks takes the line from us: 409."""
    answer = await wire.call("getUpdates", timeout=LISTEN, limit=1)
    return "" if answer.ok else f"{answer.error_code} {answer.description}"


def _waiting(one: Examined, info: WebhookInfo) -> Finding:
    told = info.last_error_message if one.settings.mode == "webhook" else ""
    if told and info.last_error_date > datetime.now(UTC).timestamp() - 3600:
        remedy = (
            "Telegram could not bring an update within the last hour: look at the address, the certificate, the log."
        )
        return one.finding("waiting", Severity.WARNING, told, remedy)
    if info.pending_update_count > CROWD:
        seen = f"{info.pending_update_count} updates wait; Telegram drops them after 24 hours"
        return one.finding("waiting", Severity.WARNING, seen, "Start KamiDesk, or look into its log.")
    return one.ok("waiting", f"{info.pending_update_count} updates")
