"""What `kamidesk check` tells about a dujiao-next shop: each credential tried, and what it lacks."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from core.channel import Finding, Severity
from core.errors import ShopUnavailable
from core.shopparts import Known
from storage.shops.dujiao_next import rights
from storage.shops.dujiao_next.admin import Admin
from storage.shops.dujiao_next.asking import Asking, Declined
from storage.shops.dujiao_next.changing import Changing
from storage.shops.dujiao_next.channel import TELEGRAM, Channel
from storage.shops.dujiao_next.guest import GuestCheck
from storage.shops.dujiao_next.settings import GuestForm
from storage.shops.dujiao_next.signing import FRESH
from storage.shops.dujiao_next.wire import MeShape, one
from storage.shops.gateway import PaymentProbe

SKEW = 15.0
"""Seconds from where a clock is worth a word."""
SYNC = "Switch time synchronisation on, here and at the shop, for example: timedatectl set-ntp true"


@dataclass(frozen=True, slots=True)
class Examining:
    asking: Asking
    guest: GuestCheck
    form: GuestForm
    admin: Admin | None
    channel: Channel | None
    gateway: PaymentProbe | None

    async def findings(self) -> Sequence[Finding]:
        """Raises nothing."""
        found = [await self._guest()]
        found += [finding async for finding in self._admin()]
        if self.channel is not None:
            found.append(await self._channel(self.channel))
        found.append(self._clock())
        return [*found, *(await self.gateway.examine() if self.gateway else ())]

    async def _guest(self) -> Finding:
        try:
            header = await self.guest.knows_header()
        except ShopUnavailable as away:
            return Finding("guest check", Severity.FAILURE, away.detail, "Look at base_url, and whether the shop runs.")
        form = self.form if self.form is not GuestForm.BOTH else ("header" if header else "query")
        if (form == GuestForm.HEADER) is not header:
            version = "1.4 or newer" if header else "older than 1.4"
            remedy = f'Set guest = "{"header" if header else "query"}".'
            return Finding("guest check", Severity.FAILURE, f"the shop is {version}", remedy)
        return Finding("guest check", Severity.OK, f"mail and password are taken in the {form}")

    async def _admin(self) -> AsyncIterator[Finding]:
        if self.admin is None:
            seen = "not configured: orders are read only while their buyer proves them; no replacement, refund or watch"
            yield Finding("admin account", Severity.WARNING, seen, "Add an admin section (docs/shops/dujiao-next.md).")
            return
        try:
            me = one(MeShape, (await self.admin.act("GET", "/authz/me")).data)
        except ShopUnavailable as away:
            remedy = "Look at username and password; the account needs no TOTP, the admin login no captcha."
            yield Finding("admin account", Severity.FAILURE, away.detail, remedy)
            return
        except Declined as declined:
            yield Finding("admin account", Severity.WARNING, f"does not tell its roles ({declined.code})")
        else:
            for finding in rights.findings(me):
                yield finding
        yield await self._changes(self.admin)
        yield await self._payments(self.admin)

    async def _changes(self, admin: Admin) -> Finding:
        try:
            sorts = await Changing(admin).sorts()
        except ShopUnavailable as away:
            return Finding("orders", Severity.FAILURE, away.detail, "Give the admin account the role support.")
        if sorts:
            return Finding("orders", Severity.OK, "can be read, and changes are noticed")
        seen = "changes of orders older than a week may go unnoticed: the shop does not sort by the last change"
        return Finding("orders", Severity.WARNING, seen, "Bring the shop to a newer version.")

    async def _payments(self, admin: Admin) -> Finding:
        try:
            await admin.act("GET", "/payments", {"page": "1", "page_size": "1"})
        except ShopUnavailable as away:
            return Finding("payments", Severity.WARNING, away.detail)
        except Declined as declined:
            seen = f"cannot be read ({declined.detail}): late payments go unnoticed"
            return Finding("payments", Severity.WARNING, seen, "Accept the compliance statement in the shop's admin.")
        return Finding("payments", Severity.OK, "can be read")

    async def _channel(self, channel: Channel) -> Finding:
        """Asks whose the account 1 is, which changes nothing in the shop."""
        try:
            await channel.knows(Known(TELEGRAM, "1"))
        except ShopUnavailable as away:
            remedy = "Look at key and secret of the channel client, whether it is enabled, and at both clocks."
            return Finding("channel client", Severity.FAILURE, away.detail, remedy)
        return Finding("channel client", Severity.OK, "Telegram buyers of the shop are recognised")

    def _clock(self) -> Finding:
        ahead = self.asking.ahead.total_seconds()
        if abs(ahead) < SKEW:
            return Finding("clock", Severity.OK, "as the shop's")
        seen = f"the shop's is {abs(ahead):.0f} seconds {'ahead of' if ahead > 0 else 'behind'} ours"
        if self.channel is not None and abs(ahead) >= FRESH:
            return Finding("clock", Severity.FAILURE, f"{seen}; signatures are refused from {FRESH} on", SYNC)
        return Finding("clock", Severity.WARNING, seen, SYNC)
