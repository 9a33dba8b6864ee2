"""Changes a few values in a kamidesk.toml and leaves all else as its owner wrote it: order, comments, blanks. Pure."""

from collections.abc import Mapping
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from config.problems import Wrong, WrongSettings

Path = tuple[str, ...]


SECTION: Final = object()
"""Instead of a value: the path is a section that has to be there, empty if it is new."""


def values_in(text: str, *paths: Path) -> dict[Path, Any]:
    """What stands in the file under these paths, as far as it does. Raises: WrongSettings."""
    table = _parsed(text).unwrap()
    found = {path: _at(table, path) for path in paths}
    return {path: value for path, value in found.items() if value is not None}


def changed(text: str, changes: Mapping[Path, object]) -> str:
    """`changes`: path -> the new value, or SECTION. Raises: WrongSettings."""
    document = _parsed(text)
    for path, value in changes.items():
        place = path if value is SECTION else path[:-1]
        table: Any = document
        for depth, part in enumerate(place, 1):
            if part not in table:
                table[part] = tomlkit.table(is_super_table=depth < len(place))
            table = table[part]
        if value is not SECTION:
            table[path[-1]] = value
    return tomlkit.dumps(document)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        wrong = Wrong("kamidesk.toml", f"is not valid TOML: {error}.", "Mend that line; texts stand in quotes.")
        raise WrongSettings([wrong]) from None


def _at(table: Any, path: Path) -> Any:
    for part in path:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    return table
