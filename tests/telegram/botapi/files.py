"""The files on the server. A file_id is good for one bot only, as on Telegram: another bot must upload anew."""

import base64
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.botapi.refusals import bad

DOWNLOAD_LIMIT = 20 << 20
"""Bytes that a bot can fetch (core.telegram.org/bots/api#getfile)."""
UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`size` may be told larger than `data` is, so that a test need not move 50 MB."""

    number: int
    data: bytes
    name: str = ""
    mime: str = ""
    size: int = 0

    @property
    def path(self) -> str:
        suffix = self.name.rsplit(".", 1)[-1] if "." in self.name else "bin"
        return f"documents/file_{self.number}.{suffix}"


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file as it stands in a message; `fields` are those of its kind (width, file_name, …)."""

    file: StoredFile
    kind: str
    fields: dict[str, Any] = field(default_factory=dict)

    def shown_to(self, bot: int) -> dict[str, Any]:
        """Its JSON for one bot."""
        fields = {name: shown(value, bot) for name, value in self.fields.items()}
        known = {"file_id": file_id(self.kind, bot, self.file.number), "file_unique_id": f"AgAD{self.file.number:08d}"}
        return known | {"file_size": self.file.size} | fields


def shown(value: Any, bot: int) -> Any:
    """Any part of a message as JSON for one bot."""
    if isinstance(value, FileRef):
        return value.shown_to(bot)
    if isinstance(value, dict):
        return {name: shown(inner, bot) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [shown(inner, bot) for inner in value]
    return value


def file_id(kind: str, bot: int, number: int) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{bot}:{number}:file".encode()).decode().rstrip("=")


def refs_in(value: Any) -> list[FileRef]:
    """The files of a message's content, without their previews: of a photo, its largest size."""
    if isinstance(value, FileRef):
        return [value]
    if isinstance(value, dict):
        return [ref for name, inner in value.items() if name != "thumbnail" for ref in refs_in(inner)]
    if isinstance(value, list) and value and isinstance(value[-1], FileRef):
        return [value[-1]]
    return []


class Files:
    def __init__(self) -> None:
        self._stored: dict[int, StoredFile] = {}

    def keep(self, data: bytes, name: str = "", mime: str = "", size: int = 0) -> StoredFile:
        file = StoredFile(len(self._stored) + 1, data, name, mime, size or len(data))
        self._stored[file.number] = file
        return file

    def of_id(self, told: str, bot: int) -> tuple[str, StoredFile] | None:
        """Kind and file of a file_id of this bot."""
        try:
            kind, owner, number, _ = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode("ascii").split(":")
            file = self._stored.get(int(number))
        except ValueError:
            return None
        return (kind, file) if file is not None and int(owner) == bot else None

    def at(self, path: str) -> StoredFile | None:
        return next((file for file in self._stored.values() if file.path == path), None)

    def for_download(self, told: str, bot: int) -> dict[str, Any]:
        """The answer of getFile. Raises: Declined."""
        found = self.of_id(told, bot)
        if found is None:
            raise bad("invalid file_id")
        kind, file = found
        if file.size > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return FileRef(file, kind, {"file_path": file.path}).shown_to(bot)
