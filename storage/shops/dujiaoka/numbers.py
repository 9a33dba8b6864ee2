"""The platform's order numbers: sixteen random letters and digits. Pure."""

import re

from storage.shops.numbers import canonical

_SHAPE = re.compile(r"[0-9A-Za-z]{16}")


def could_be(number: str) -> bool:
    return _SHAPE.fullmatch(canonical(number)) is not None
