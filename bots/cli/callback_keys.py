"""Asks for the token and the AES key that a console and KamiDesk share, or makes them."""

import secrets
import string
from typing import Final

import typer

from bots.cli.shown import Say
from bots.wechat.keyforms import AES_KEY_LENGTH, wrong_aes_key, wrong_token

LETTERS: Final = string.ascii_letters + string.digits
LAST: Final = "AEIMQUYcgkosw048"
"""43 Base64 characters hold 258 bits, a key has 256: the last two are zero in a key that every decoder takes."""


def new_token() -> str:
    """32 letters and digits."""
    return secrets.token_hex(16)


def new_aes_key() -> str:
    """43 letters and digits, Base64 of 32 random bytes."""
    return "".join(secrets.choice(LETTERS) for _ in range(AES_KEY_LENGTH - 1)) + secrets.choice(LAST)


def ask_token(known: str, say: Say) -> str:
    """Enter keeps the one there is, or makes one."""
    while True:
        typed = _typed("cli-wechat-token", known, say)
        if not typed:
            return known or new_token()
        if not wrong_token(typed):
            return typed
        typer.echo(f"  {say('cli-wechat-no-token', count=len(typed))}")


def ask_aes_key(known: str, say: Say) -> str:
    """Enter keeps the one there is, or makes one."""
    while True:
        typed = _typed("cli-wechat-aes-key", known, say)
        if len(typed) == AES_KEY_LENGTH + 1:
            typed = typed.removesuffix("=")
        if not typed:
            return known or new_aes_key()
        if not wrong_aes_key(typed):
            return typed
        typer.echo(f"  {say('cli-wechat-no-aes-key', count=len(typed))}")


def _typed(question: str, known: str, say: Say) -> str:
    hint = say("cli-telegram-keep" if known else "cli-wechat-make")
    return str(typer.prompt(f"{say(question)} {hint}", default="", hide_input=True, show_default=False)).strip()
