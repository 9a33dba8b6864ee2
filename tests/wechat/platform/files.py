"""Temporary media: what people and the account sent, kept three days.

Limits: developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia."""

import itertools
import re
import secrets
from dataclasses import dataclass
from pathlib import PurePath

from tests.wechat.platform.clock import MovableClock
from tests.wechat.platform.refusals import Declined

LIFE = 3 * 24 * 3600.0
MIMES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "amr": "audio/amr",
    "mp3": "audio/mp3",
    "mp4": "video/mp4",
}
MAGIC = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "amr": re.compile(rb"#!AMR"),
    "mp3": re.compile(rb"ID3|\xff[\xe2-\xfb]"),
    "mp4": re.compile(rb"....ftyp", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """`code`: what a larger file is refused with."""

    suffixes: frozenset[str]
    most: int
    code: int


RULES = {
    "image": Rule(frozenset({"png", "jpg", "jpeg", "gif"}), 10 << 20, 40009),
    "voice": Rule(frozenset({"amr", "mp3"}), 2 << 20, 40010),
    "video": Rule(frozenset({"mp4"}), 10 << 20, 40011),
    "thumb": Rule(frozenset({"jpg", "jpeg"}), 64 << 10, 40012),
}


@dataclass(frozen=True, slots=True)
class Stored:
    """`suffix`: png, amr, …; `until`: when it is forgotten."""

    id: str
    kind: str
    suffix: str
    data: bytes
    until: float

    @property
    def mime(self) -> str:
        return MIMES[self.suffix]


class Files:
    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._kept: dict[str, Stored] = {}
        self._numbers = itertools.count(1)

    def keep(self, kind: str, suffix: str, data: bytes) -> Stored:
        name = f"{secrets.token_urlsafe(40)}_{next(self._numbers)}"
        stored = self._kept[name] = Stored(name, kind, suffix, data, self._clock.stamp + LIFE)
        return stored

    def upload(self, kind: str, name: str, data: bytes) -> Stored:
        """What the account uploads. Raises: Declined."""
        rule = RULES.get(kind)
        if rule is None:
            raise Declined(40004)
        if not data:
            raise Declined(44001)
        suffix = PurePath(name).suffix.lstrip(".").lower()
        if suffix not in rule.suffixes or not MAGIC[suffix].match(data):
            raise Declined(40005)
        if len(data) > rule.most:
            raise Declined(rule.code)
        return self.keep(kind, suffix, data)

    def find(self, media_id: object, *kinds: str) -> Stored:
        """Raises: Declined: no such file, another kind of file, or too old."""
        stored = self._kept.get(str(media_id))
        if stored is None or (kinds and stored.kind not in kinds) or stored.until <= self._clock.stamp:
            raise Declined(40007)
        return stored
