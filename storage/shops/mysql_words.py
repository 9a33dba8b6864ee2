"""What agents type, as MySQL and MariaDB compare it. Pure."""


def containing(words: str) -> str:
    """A pattern for LIKE: just these characters, wherever they stand."""
    for special in "\\%_":
        words = words.replace(special, "\\" + special)
    return f"%{words}%"


def as_id(words: str) -> int | None:
    """None: it is no number that an INT column can hold."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None
