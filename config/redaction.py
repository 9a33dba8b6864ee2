"""Takes secrets out of anything that is about to be logged. Pure."""

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

HIDDEN = "[hidden]"

SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)|pwd|secret|token|cookie|authori[sz]ation|credential|sealed|(card|api|signing|private|fingerprint)_?keys?",
    re.IGNORECASE,
)


def _token(pattern: str) -> re.Pattern[str]:
    """Chinese is written without spaces: it must count as no letter beside a token."""
    return re.compile(pattern, re.ASCII)


RULES: Sequence[tuple[re.Pattern[str], str]] = (
    # A password before the host, and every value in a URL's query or fragment (login links, signatures, codes).
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]*@"), HIDDEN + "@"),
    (re.compile(r"(?<=[?&])([\w.\-\[\]]{1,64})=[^&\s#\"'<>]+"), rf"\1={HIDDEN}"),
    (re.compile(r"(?<=://)([^\s#\"'<>]+)#[^\s\"'<>]+"), rf"\1#{HIDDEN}"),
    # password=…, "token": "…", Authorization: Bearer …
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w\-.~+/]+=*"), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"(?i)([\w-]{0,32}(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|card_?key|cookie)\w{0,16}[\"']?\s*[=:]\s*)"
            r"(?!\[hidden\])(\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"
        ),
        rf"\1{HIDDEN}",
    ),
    # Tokens of bots ("123456:AA…"), card keys in groups ("ABCD-EFGH-1234-9Z"), and long texts of mixed letters and
    # digits: sealed texts, keys without groups, tokens. Order numbers (digits alone) and hexadecimal ids stay readable.
    (_token(r"(?<![\w-])\d{6,12}:[\w-]{30,}"), HIDDEN),
    (_token(r"(?<![\w-])(?=[A-Z0-9-]*[A-Z])(?:[A-Z0-9]{3,8}-){2,}[A-Z0-9]{2,8}(?![\w-])"), HIDDEN),
    (_token(r"(?<![\w-])(?:[A-Za-z0-9]{4,8}-){3,}[A-Za-z0-9]{4,8}(?![\w-])"), HIDDEN),
    (_token(r"(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{16,}={0,2}"), HIDDEN),
    (_token(r"(?<![\w-])(?=[a-z]*[0-9])(?=[a-z0-9]*[g-z])[a-z0-9]{16,}(?![\w-])"), HIDDEN),
)


def redact(text: str) -> str:
    """The text without what looks like a secret."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def redacted(value: Any, name: str = "") -> Any:
    """The same value without secrets: texts everywhere inside, and whole values under names such as `password`."""
    if value is None:
        return None
    if SECRET_NAMES.search(name):
        return HIDDEN
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {redact(str(key)): redacted(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple | Set):
        return [redacted(inner) for inner in value]
    return redact(_as_text(value))


def _as_text(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{len(value)} bytes]"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}"
    return value if isinstance(value, str) else repr(value)
