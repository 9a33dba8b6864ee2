"""A variant of a product as one text: its race (种类), and the options of its sku. Pure.

`月卡`, `月卡/区服=国服/面值=50`, `/颜色=红`; the empty text: it has none. A slash, equals sign or backslash of a
name has a backslash in front."""

import json
import re
from dataclasses import dataclass

_MARK = re.compile(r"([\\/=])")
_PIECE = re.compile(r"\\(.)|([/=])|([^\\/=]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Variant:
    """`options`: name and value of each, sorted."""

    race: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "/".join((_marked(self.race), *(f"{_marked(name)}={_marked(value)}" for name, value in self.options)))


def variant_of(race: str | None, sku: str | None) -> Variant:
    """Of a row. Raises: ValueError: the sku is no JSON object (or null, or the empty list of PHP)."""
    told = json.loads(sku) if sku else None
    if told is not None and not isinstance(told, dict) and told != []:
        raise ValueError("sku")
    options = sorted((str(name), str(value)) for name, value in told.items()) if isinstance(told, dict) else ()
    return Variant(race or "", tuple(options))


def parsed(text: str) -> Variant | None:
    """`str` of a variant back; None: it is none of ours."""
    race, *options = _split(text, "/")
    pairs = [_split(option, "=") for option in options]
    if "=" in _bare(race) or any(len(pair) != 2 for pair in pairs):
        return None
    return Variant(_plain(race), tuple(sorted((_plain(name), _plain(value)) for name, value in pairs)))


def _marked(name: str) -> str:
    return _MARK.sub(r"\\\1", name)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _bare(text: str) -> str:
    return re.sub(r"\\.", "", text, flags=re.DOTALL)


def _split(text: str, at: str) -> list[str]:
    parts = [""]
    for match in _PIECE.finditer(text):
        if match[2] == at:
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts
