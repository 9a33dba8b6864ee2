"""Puts together what is done outside the turn: at which shops, within which limits, and what is kept of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bots.aftersales import incident_errands, replacing_errands
from bots.digest import Accept
from bots.faqkeeper import OWN_FILES, faq_admin
from bots.faqmodels import model_desk
from bots.guesses import guess_watch
from bots.ownfiles import OwnFiles
from core.delivery import Carried, Channels
from core.errands import Errands, Limits
from core.kinerrands import KinErrands
from core.membererrands import MemberErrands
from core.payments import Payments
from core.ports import Attempts
from faq.live import LiveFaq
from storage.blobs import BlobsOnDisk
from storage.kinbook import KinBookInSql
from storage.outbox import OutboxInSql
from storage.overview import TicketsInSql
from storage.shops.opening import names_of
from storage.watchbook import WatchBookInSql

if TYPE_CHECKING:
    from bots.app import Parts


def all_errands(
    parts: "Parts",
    limits: Limits,
    faq: LiveFaq,
    accept: Accept,
    attempts: Attempts,
    asked_model: Callable[[str, int], None],
) -> Errands:
    """`accept`: the door. Raises: WrongSetting."""
    settings, database, clock = parts.settings, parts.database, parts.clock
    tickets, after = TicketsInSql(database), replacing_errands(settings, database, parts.shops, parts.vault)
    return Errands(
        shops=parts.shops,
        attempts=attempts,
        outbox=OutboxInSql(database),
        clock=clock,
        limits=limits,
        tickets=tickets,
        kin=KinErrands(KinBookInSql(database), attempts, parts.vault, accept),
        faq=faq_admin(settings, database, faq, tickets, Carried(reached(parts)), clock),
        model=model_desk(settings, faq.matcher, attempts, clock, asked_model),
        replacing=after,
        names=names_of(settings.shops, settings.shop.name),
        payments=Payments(WatchBookInSql(database), attempts),
        incidents=incident_errands(settings, database, after, accept),
        members=MemberErrands(parts.shops, attempts, parts.vault),
        guesses=guess_watch(settings, database, parts.channels, attempts, clock, accept),
    )


def reached(parts: "Parts") -> Channels:
    """All channels, and our own files."""
    own = OwnFiles(BlobsOnDisk(parts.settings.data_dir / "blobs"))
    return {**parts.channels, (OWN_FILES.channel, OWN_FILES.account): own}
