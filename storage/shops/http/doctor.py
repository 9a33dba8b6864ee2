"""What `kamidesk check` tells about a shop behind the HTTP contract: is it there, does it check what it must, what does
it serve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from core.ports import Clock
from storage.shops.gateway import PaymentProbe
from storage.shops.http.payloads import CapabilitiesTold
from storage.shops.http.settings import HttpSettings, Part
from storage.shops.http.signing import WITHIN
from storage.shops.http.wire import Wire

CONTRACT = 1
SKEW = timedelta(seconds=5)
_UNREACHED = "Look at url and secret, whether the shop's server runs, and at the two clocks."
_FORGER = "a secret that the shop does not have"
_PAGE = "See docs/shops/http.md, and the reference server beside it."


@dataclass(frozen=True, slots=True)
class _Late:
    """core.ports.Clock of long ago."""

    clock: Clock

    def now(self) -> datetime:
        return self.clock.now() - timedelta(seconds=10 * WITHIN)


async def findings(wire: Wire, settings: HttpSettings, gateway: PaymentProbe | None) -> Sequence[Finding]:
    """Raises nothing."""
    try:
        told = await _capabilities(wire)
    except ShopUnavailable as away:
        found = [Finding("shop", Severity.FAILURE, away.detail, _UNREACHED)]
    else:
        found = [
            _about_contract(told),
            _about_clock(told.time - wire.clock.now()),
            *await _about_checks(wire),
            *_about_parts(settings.serves, told.parts),
        ]
    return [*found, *(await gateway.examine() if gateway else ())]


async def _capabilities(wire: Wire) -> CapabilitiesTold:
    return await wire.get("/v1/capabilities", CapabilitiesTold)


def _about_contract(told: CapabilitiesTold) -> Finding:
    if told.contract == CONTRACT:
        return Finding("shop", Severity.OK, f"{told.name or 'it'} answers, contract {CONTRACT}")
    return Finding("shop", Severity.FAILURE, f"it serves contract {told.contract}, not {CONTRACT}", _PAGE)


def _about_clock(skew: timedelta) -> Finding:
    if abs(skew) <= SKEW:
        return Finding("clock", Severity.OK, "the same as ours")
    seen = f"{skew.total_seconds():+.0f} s beside ours"
    return Finding("clock", Severity.WARNING, seen, f"Set both clocks by NTP: from {WITHIN} s on, nothing is taken.")


async def _about_checks(wire: Wire) -> Sequence[Finding]:
    """Does it turn away what is not signed, and what is old?"""
    found = []
    if await _is_taken(replace(wire, secret=_FORGER)):
        seen = "it answers whoever asks: a wrong signature is taken"
        found.append(Finding("signature", Severity.FAILURE, seen, f"Let it check KamiDesk-Signature. {_PAGE}"))
    if await _is_taken(replace(wire, clock=_Late(wire.clock))):
        seen = "it takes questions that are old, so that they can be repeated by others"
        found.append(Finding("timestamp", Severity.WARNING, seen, f"Let it check KamiDesk-Timestamp. {_PAGE}"))
    return found or [Finding("signature", Severity.OK, "wrong and old ones are turned away")]


async def _is_taken(wire: Wire) -> bool:
    try:
        await _capabilities(wire)
    except ShopUnavailable:
        return False
    return True


def _about_parts(named: frozenset[Part], served: Sequence[str]) -> Sequence[Finding]:
    missing = sorted(named - set(served))
    known = [part for part in Part if part in served]
    found = [
        Finding("parts", Severity.FAILURE, f"it does not serve {part}", f'Take "{part}" out of serves.')
        for part in missing
    ]
    if set(known) - named:
        line = ", ".join(f'"{part}"' for part in known)
        seen = f"it serves more than is used: {', '.join(part for part in known if part not in named)}"
        found.append(Finding("parts", Severity.WARNING, seen, f"If wanted: serves = [{line}]"))
    return found or [Finding("parts", Severity.OK, ", ".join(known) or "orders, proofs and keys")]
