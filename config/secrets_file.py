"""The env file with the secrets: made by `init`, readable by its owner alone, the only place they are written to."""

import io
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from dotenv.parser import parse_stream

from config.problems import Wrong, WrongSettings

ENV_FILE = "kamidesk.env"
KEYS = "KAMIDESK_SECRETS__KEYS"
FINGERPRINT_KEY = "KAMIDESK_SECRETS__FINGERPRINT_KEY"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def new_key() -> str:
    """32 random bytes in URL-safe base64."""
    return secrets.token_urlsafe(32)


def new_secrets() -> dict[str, str]:
    """What a new shop needs."""
    return {KEYS: new_key(), FINGERPRINT_KEY: new_key()}


def open_to_others(file: Path) -> bool:
    """Can anybody but its owner read or change it? (Windows has no such bits.)"""
    return os.name == "posix" and bool(file.stat().st_mode & _OTHERS)


def read_secrets(file: Path) -> dict[str, str]:
    """The variables of an env file. Raises: WrongSettings: others may read it, or a line cannot be understood."""
    try:
        if open_to_others(file):
            raise WrongSettings([Wrong(str(file), "can be read by others than its owner.", f"Type: chmod 600 {file}")])
        lines = list(parse_stream(io.StringIO(file.read_text("utf-8"))))
    except OSError as error:
        wrong = Wrong(str(file), f"cannot be read: {error.strerror}.", "Let the user who runs KamiDesk own it.")
        raise WrongSettings([wrong]) from None
    except UnicodeDecodeError:
        raise WrongSettings([Wrong(str(file), "is not UTF-8 text.", "Save it as UTF-8.")]) from None
    broken = [line.original.line for line in lines if line.error or (line.key and line.value is None)]
    if broken:
        raise WrongSettings([Wrong(f"{file}, line {number}", "is not NAME=value.", "Mend it.") for number in broken])
    return {line.key: line.value for line in lines if line.key and line.value is not None}


def write_secrets(file: Path, values: Mapping[str, str]) -> None:
    """Writes the file anew with mode 0600 from its first byte on; it is there whole or not at all."""
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(
            "# Secrets of KamiDesk. Keep a copy in a safe place: without them nobody can read the stored card keys.\n"
        )
        handle.writelines(f"{name}={value}\n" for name, value in values.items())
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(file)


def add_key(file: Path) -> int:
    """Puts a new key before the others, which still open what they sealed. Gives how many there are now.

    Raises: WrongSettings."""
    values = read_secrets(file)
    keys = [new_key(), *filter(None, values.get(KEYS, "").split(","))]
    write_secrets(file, {**values, KEYS: ",".join(keys)})
    return len(keys)
