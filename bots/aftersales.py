"""Puts together what is done after the sale: at which shops, by which rules, in which ledger."""

from collections.abc import Sequence
from decimal import Decimal

from config.settings import Settings
from core.claimrules import ClaimRules
from core.ports import ShopPort, Vault
from core.replacingerrands import ReplacingErrands
from core.replacingfacts import ReplacingFacts
from core.replacingrules import ReplacingRules
from storage.replacements import LedgerInSql
from storage.sessions import Sessions


def replacing_errands(
    settings: Settings, sessions: Sessions, shops: Sequence[ShopPort], vault: Vault
) -> ReplacingErrands:
    rules = ReplacingRules(
        approve_above=Decimal(settings.aftersales.approve_above),
        approve_after=settings.aftersales.approve_after,
        replace_within=settings.aftersales.replace_within,
        admins=frozenset(settings.desk.admins),
    )
    return ReplacingErrands(ReplacingFacts(shops, LedgerInSql(sessions), vault), rules)


def claim_rules(settings: Settings) -> ClaimRules:
    """What is asked of buyers whose key does not work; what the settings do not name is as it is without them."""
    usual, wanted = ClaimRules(), settings.aftersales
    return ClaimRules({**usual.evidence, **wanted.evidence}, {**usual.warranty, **wanted.warranty})
