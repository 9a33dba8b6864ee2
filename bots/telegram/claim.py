"""Whose group it is: somebody who can read our log says its word there. Pure.

Anybody can add a bot to a group of his own; the agents' group gets the buyers' words, and may send keys again."""

from base64 import b32encode
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final

from bots.telegram.commands import command_of

COMMAND: Final = "desk"


def claim_word(signing_key: bytes) -> str:
    """Forty bits in eight letters and digits; the same for this account as long as the product's keys are."""
    return b32encode(digest(signing_key, b"the agents' group", sha256)[:5]).decode().lower()


def said_word(text: str) -> str:
    """What follows `/desk`; "": nothing that claims a group."""
    command = command_of(text)
    return command.argument.lower() if command is not None and command.name == COMMAND else ""


def fits(said: str, word: str) -> bool:
    return compare_digest(said.encode(), word.encode())
