"""The signature of acg-faka: for its open API, and for what the plugin API通知 sends. Pure.

md5 over `name=value` of everything but empty texts and the signature itself, joined by & in the order of the names,
with `&key=` and the key behind. It is what the program does; a stronger one is not to be had."""

import hmac
from collections.abc import Iterable
from hashlib import md5

SIGN = "sign"


def signature(fields: Iterable[tuple[str, str]], key: str) -> str:
    """`fields`: names as in a form: `sku[颜色]` is a part of `sku`, which stays in the order given."""
    signed = [(name, value) for name, value in fields if name != SIGN and value != ""]
    signed.sort(key=lambda field: field[0].partition("[")[0].encode())
    text = "".join(f"{name}={value}&" for name, value in signed)
    return md5(f"{text}key={key}".encode(), usedforsecurity=False).hexdigest()


def is_signed(fields: Iterable[tuple[str, str]], key: str) -> bool:
    """Compared in constant time."""
    told = list(fields)
    given = [value for name, value in told if name == SIGN]
    names = [name for name, _ in told]
    if len(given) != 1 or len(set(names)) != len(names):
        return False
    return hmac.compare_digest(signature(told, key).encode(), given[0].lower().encode())
