"""What the admin account may do, held against what KamiDesk needs. Pure."""

from collections.abc import Sequence

from core.channel import Finding, Severity
from storage.shops.dujiao_next.wire import MeShape, PolicyShape

NEEDED = (
    ("/admin/orders", "GET", "support", "orders cannot be read"),
    ("/admin/orders/:id/manual-refund", "POST", "support", "refunds cannot be recorded"),
    ("/admin/orders/:id/refund-to-wallet", "POST", "support", "nothing can be refunded to a balance"),
    ("/admin/order-refunds", "GET", "support", "recorded refunds cannot be found again"),
    ("/admin/payments", "GET", "support", "payments cannot be read"),
    ("/admin/card-secrets", "GET", "operations", "keys cannot be found"),
    ("/admin/card-secrets/export-available", "POST", "operations", "no key can be replaced"),
)
MORE = frozenset({"finance", "integration", "system_admin"})
"""Roles of the shop's own that KamiDesk has no use for. One that the owner has made is judged by what it allows."""
SUBJECT = "admin account"


def findings(me: MeShape) -> list[Finding]:
    if me.is_super:
        seen = "is a super administrator: it may do anything in the shop"
        remedy = "Make an account with the roles support and operations for KamiDesk alone, and use that."
        return [Finding(SUBJECT, Severity.WARNING, seen, remedy)]
    roles = {role.removeprefix("role:") for role in me.roles}
    found = [*_missing(me.policies), *_too_many(roles)]
    return found or [Finding(SUBJECT, Severity.OK, f"may do what is needed ({', '.join(sorted(roles))})")]


def _missing(policies: Sequence[PolicyShape]) -> list[Finding]:
    lacking: dict[str, list[str]] = {}
    for thing, action, role, without in NEEDED:
        if not any(_allows(policy, thing, action) for policy in policies):
            lacking.setdefault(role, []).append(without)
    return [
        Finding(SUBJECT, Severity.WARNING, f"lacks the role {role}: {', '.join(without)}", f"Give it the role {role}.")
        for role, without in lacking.items()
    ]


def _too_many(roles: set[str]) -> list[Finding]:
    more = ", ".join(sorted(roles & MORE))
    if not more:
        return []
    return [Finding(SUBJECT, Severity.WARNING, f"has more roles than needed: {more}", f"Take away: {more}.")]


def _allows(policy: PolicyShape, thing: str, action: str) -> bool:
    """As the shop reads its rules: a star at the end stands for everything below."""
    fits = thing.startswith(policy.object[:-1]) if policy.object.endswith("*") else policy.object == thing
    return fits and policy.action.upper() in ("*", action)
