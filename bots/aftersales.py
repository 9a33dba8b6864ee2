"""Puts together what is done after the sale: at which shops, by which rules, in which ledger."""

from collections.abc import Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from bots.faqkeeper import OWN_FILES
from config.settings import Settings
from config.texts import load_words
from core.claimrules import ClaimRules
from core.incidentbulk import Tell
from core.incidenterrands import IncidentErrands
from core.incidentreport import Reporting
from core.incidentrules import IncidentRules
from core.ports import ShopPort, Vault
from core.replacingerrands import ReplacingErrands
from core.replacingfacts import ReplacingFacts
from core.replacingrules import ReplacingRules
from storage.blobs import BlobsOnDisk
from storage.incidents import IncidentsInSql
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


def incident_errands(
    settings: Settings, sessions: Sessions, replacing: ReplacingErrands, tell: Tell
) -> IncidentErrands:
    """`tell`: the door, by which buyers hear of it in their own talk."""
    wanted = settings.aftersales
    rules = IncidentRules(
        approve_above=Decimal(wanted.incident_above),
        approve_orders=wanted.incident_orders,
        agents=frozenset(wanted.incident_agents),
        admins=frozenset(settings.desk.admins),
        suppliers=wanted.suppliers,
    )
    blobs, zone = BlobsOnDisk(settings.data_dir / "blobs"), ZoneInfo(settings.shop.time_zone)
    reporting = Reporting(blobs, OWN_FILES, load_words(), settings.desk.language, zone)
    return IncidentErrands(replacing.facts, IncidentsInSql(sessions), rules, tell, reporting)


def claim_rules(settings: Settings) -> ClaimRules:
    """What is asked of buyers whose key does not work; what the settings do not name is as it is without them."""
    usual, wanted = ClaimRules(), settings.aftersales
    return ClaimRules({**usual.evidence, **wanted.evidence}, {**usual.warranty, **wanted.warranty})
