"""One-time codes that show that two chats are one person's: `LK-7KQ2M-X4TR9`, 50 bits, readable aloud.

Kept only as a keyed fingerprint; what is typed is understood in any case, width and spacing."""

import re
import secrets

from core.ports import Vault
from core.reading import fold

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are read as other signs."""
_LENGTH = 10
_CODE = re.compile(r"(?<![a-z0-9])lk[ -]{0,3}([a-z0-9]{5})[ -]{0,3}([a-z0-9]{5})(?![a-z0-9])")
_AS_MEANT = str.maketrans("ILO", "110")
_LOOKED_AT = 1000


def new_code() -> str:
    """With a digit at least, so that no words look like one."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
        if any(map(str.isdecimal, code)):
            return code


def as_shown(code: str) -> str:
    return f"LK-{code[:5]}-{code[5:]}"


def code_in(text: str) -> str | None:
    """The first code in a text, as `new_code` gives them; also out of our whole message, copied or forwarded."""
    found = (match[1] + match[2] for match in _CODE.finditer(fold(text[:_LOOKED_AT])))
    codes = (code.upper().translate(_AS_MEANT) for code in found if any(map(str.isdecimal, code)))
    return next((code for code in codes if set(code) <= set(ALPHABET)), None)


def mark_of(vault: Vault, code: str) -> str:
    return vault.fingerprint(f"link code {code}")
