"""The temporary media of the platform: three days, what is taken, and for what (document/path/90253)."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import filetype  # type: ignore[import-untyped]

from tests.telegram.botapi.clock import MovableClock
from tests.wechat.wecomplatform.refusals import Declined

KEPT = timedelta(days=3)
SMALLEST = 5
"""A file must have more bytes than this."""
LARGEST = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}
TOO_LARGE = {"image": 40009, "voice": 45001, "video": 40011, "file": 45001}
IMAGES = frozenset({"image/jpeg", "image/png"})
AMR = b"#!AMR"


@dataclass(frozen=True, slots=True)
class Stored:
    media_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    at: float


class Files:
    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._stored: dict[str, Stored] = {}

    def keep(self, kind: str, data: bytes, name: str = "", mime: str = "") -> Stored:
        """What people send is taken as it is."""
        guessed = filetype.guess_mime(data) or "application/octet-stream"
        media_id = f"3{secrets.token_urlsafe(44)}"
        stored = Stored(media_id, kind, name, mime or guessed, data, self._clock.now())
        self._stored[media_id] = stored
        return stored

    def take(self, kind: str, data: bytes, name: str) -> Stored:
        """What the product uploads. Raises: Declined."""
        if kind not in LARGEST:
            raise Declined(40005)
        if not data:
            raise Declined(44001)
        if len(data) <= SMALLEST:
            raise Declined(40006)
        if len(data) > LARGEST[kind]:
            raise Declined(TOO_LARGE[kind])
        mime = filetype.guess_mime(data) or ""
        if kind == "image" and mime not in IMAGES:
            raise Declined(40123 if not mime.startswith("image/") else 40004)
        if kind == "voice" and not data.startswith(AMR):
            raise Declined(301017)
        return self.keep(kind, data, name)

    def of_id(self, media_id: object, *kinds: str) -> Stored:
        """Raises: Declined: none, too old, or of another kind."""
        if not media_id:
            raise Declined(41006)
        found = self._stored.get(media_id) if isinstance(media_id, str) else None
        if found is None or self._clock.now() - found.at >= KEPT.total_seconds():
            raise Declined(40007)
        if kinds and found.kind not in kinds:
            raise Declined(40007, "media type mismatch")
        return found
