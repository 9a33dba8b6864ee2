"""How the token and the AES key of a callback look, and in words what is wrong with one that looks otherwise. Pure.

Source: developers.weixin.qq.com/doc/service/guide/dev/push (Token, EncodingAESKey); WeCom wants the same."""

from collections.abc import Callable
from re import fullmatch
from typing import Final

from pydantic import SecretStr

AES_KEY_LENGTH: Final = 43
"""Base64 of 32 bytes without the "=" at its end."""
TOKEN_LENGTHS: Final = (3, 32)


def wrong_aes_key(key: str) -> str:
    """What to do about an EncodingAESKey that cannot be one; empty: it can."""
    if key != key.strip():
        return "has blanks around it: copy it again without them"
    if len(key) == AES_KEY_LENGTH + 1 and key.endswith("="):
        return 'ends with "=": leave that sign away, 43 characters remain'
    if len(key) != AES_KEY_LENGTH:
        return f"has {len(key)} characters: copy all {AES_KEY_LENGTH} of them"
    if not fullmatch(r"[A-Za-z0-9]+", key):
        return "has other characters than A-Z a-z 0-9: copy it again, or have a new one made"
    return ""


def wrong_token(token: str) -> str:
    """What to do about a callback's token that cannot be one; empty: it can."""
    if token != token.strip():
        return "has blanks around it: copy it again without them"
    shortest, longest = TOKEN_LENGTHS
    if not shortest <= len(token) <= longest:
        return f"has {len(token)} characters: take {shortest} to {longest}"
    if not fullmatch(r"[A-Za-z0-9]+", token):
        return "has other characters than A-Z a-z 0-9: choose another one, here and in the console"
    return ""


def well_formed(secret: SecretStr, wrong: Callable[[str], str]) -> SecretStr:
    """Without blanks around it. Raises: ValueError: what `wrong` tells of it."""
    bare = secret.get_secret_value().strip()
    told = wrong(bare)
    if told:
        raise ValueError(told)
    return SecretStr(bare)
