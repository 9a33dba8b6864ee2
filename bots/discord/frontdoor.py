"""What the shop bot keeps up in a server: the message with the contact button, and its slash commands."""

from hashlib import sha256
from typing import Any, Final

import structlog

from bots.discord.commands import differ, to_register
from bots.discord.connection import Connection
from bots.discord.entrance import contact_message
from bots.discord.errors import UNKNOWN_MESSAGE, Declined
from bots.discord.outbound import NONCE
from bots.discord.settings import ShopSettings
from core.channelmemory import asking_the_store
from core.errors import ChannelError
from core.messages import Address
from core.patience import persist
from core.ports import Surroundings

log = structlog.get_logger(__name__)

MESSAGE: Final = "message"


async def keep_up(connection: Connection, settings: ShopSettings, around: Surroundings, account: Address) -> None:
    """After every login; raises nothing."""
    subject = connection.background.subject
    try:
        if settings.commands:
            await persist(subject, "registering commands", lambda: register(connection, around))
        if settings.contact_channel:
            box = f"{account.channel}/{account.account}/contact"
            place = str(settings.contact_channel)
            await persist(subject, "posting the contact button", lambda: post(connection, around, box, place))
    except ChannelError as why:
        log.warning("the way in is not as it should be", channel=subject, why=str(why))


async def register(connection: Connection, around: Surroundings) -> None:
    """Only when they differ. Raises: ChannelError."""
    me = await connection.logged_in()
    path, wanted = f"/applications/{me.application}/commands", to_register(around.words, around.language)
    if differ(await connection.ask("GET", f"{path}?with_localizations=true"), wanted):
        await connection.ask("PUT", path, list(wanted))


async def post(connection: Connection, around: Surroundings, box: str, channel: str) -> None:
    """Once: the one that stands is changed when its words have. Raises: ChannelError."""
    told = contact_message(around, "discord-contact-text")
    key = f"{MESSAGE}/{channel}"
    with asking_the_store():
        kept = await around.mailbox.get(box, key)
        if kept is not None and await _stands(connection, f"/channels/{channel}/messages/{kept.body.decode()}", told):
            return
        nonce = sha256(f"{box} {channel} {told}".encode()).hexdigest()[:NONCE]
        made = await connection.ask("POST", f"/channels/{channel}/messages", once(told, nonce))
        await around.mailbox.post(box, key, str(made["id"]).encode())


def once(told: dict[str, Any], nonce: str) -> dict[str, Any]:
    """Said once, also when an answer was lost."""
    return told | {"nonce": nonce, "enforce_nonce": True}


async def _stands(connection: Connection, path: str, told: dict[str, Any]) -> bool:
    try:
        there = await connection.call("GET", path)
        if there["content"] != told["content"] or _label(there) != _label(told):
            await connection.call("PATCH", path, told)
    except Declined as no:
        if no.code == UNKNOWN_MESSAGE:
            return False
        raise no.meaning from None
    return True


def _label(message: dict[str, Any]) -> str:
    labels = [str(one.get("label")) for row in message["components"] for one in row.get("components") or ()]
    return " ".join(labels)
