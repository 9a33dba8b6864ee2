"""What a file is, told from its bytes; its name is only a hint, and its claimed type counts for nothing. Pure."""

import codecs
import re
import unicodedata
from pathlib import PurePath

import filetype  # type: ignore[import-untyped]

from core.messages import MediaKind

HEAD = 8192
"""Bytes that must be seen to tell."""

INLINE = frozenset({"image/jpeg", "image/png", "image/apng", "image/gif", "image/webp", "image/avif"})
"""Shown in the page; everything else is a download. SVG and HTML are never among them: they carry scripts."""

_SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/apng": (".png", ".apng"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/avif": (".avif",),
    "image/heic": (".heic", ".heif"),
    "image/bmp": (".bmp",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/aac": (".aac",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/x-wav": (".wav",),
    "audio/amr": (".amr",),
    "video/mp4": (".mp4",),
    "video/x-m4v": (".m4v",),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "video/3gpp": (".3gp",),
    "application/pdf": (".pdf",),
    "application/zip": (".zip",),
    "application/x-rar-compressed": (".rar",),
    "application/x-7z-compressed": (".7z",),
    "application/gzip": (".gz", ".tgz"),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "text/plain": (".txt", ".log", ".csv", ".md", ".yaml", ".yml"),
}
_BYTES = "application/octet-stream"
_UNPRINTABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def sniff(head: bytes, name: str = "") -> str:
    """The type of a file by its first HEAD bytes; `application/octet-stream` for one that we do not know."""
    found = filetype.guess_mime(head)
    if found:
        return str(found)
    named_text = PurePath(name.lower()).suffix in _SUFFIXES["text/plain"]
    return "text/plain" if named_text and _is_text(head) else _BYTES


def allowed(mime: str) -> bool:
    """May a page upload this?"""
    return mime in _SUFFIXES


def kind_of(mime: str) -> MediaKind:
    family = mime.partition("/")[0]
    kinds = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}
    return kinds.get(family, MediaKind.FILE)


def safe_name(name: str, mime: str) -> str:
    """A name that is safe to save: no path, no control or direction characters, and a suffix that fits the content,
    so that a picture which is also a program cannot be saved as a program."""
    bare = _UNPRINTABLE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")[-100:]
    suffixes = _SUFFIXES.get(mime, (".bin",))
    if not bare:
        return f"file{suffixes[0]}"
    return bare if bare.lower().endswith(suffixes) else bare + suffixes[0]


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        # A character that the end of the head cuts in two is no fault of the file.
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True
