"""What the doctor says about the web pages. Pure."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from core.channel import Finding, Severity
from core.ports import Surroundings

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
KEY_BYTES = 16


def examine_pages(subject: str, around: Surroundings, unreadable: int) -> Sequence[Finding]:
    """The public address, the signing key, and frames that were none."""
    return (_address(subject, around.public_url), _key(subject, around.signing_key), _frames(subject, unreadable))


def _address(subject: str, public_url: str) -> Finding:
    url = urlsplit(public_url)
    name = f"{subject}: public address"
    if url.scheme not in {"http", "https"} or not url.hostname:
        remedy = "Set public_url to the address that browsers use, such as https://chat.shop.example."
        return Finding(name, Severity.FAILURE, f"{public_url!r} is no web address", remedy)
    if url.scheme == "http" and url.hostname not in _LOCAL:
        remedy = "Put an HTTPS proxy (Caddy, nginx) in front and set public_url to its https:// address."
        return Finding(name, Severity.WARNING, f"{public_url} is not encrypted: anybody on the way can read", remedy)
    return Finding(name, Severity.OK, public_url)


def _key(subject: str, key: bytes) -> Finding:
    name = f"{subject}: signing key"
    if len(key) < KEY_BYTES:
        remedy = "Run kamidesk init, or set a secret of at least 32 characters."
        return Finding(name, Severity.FAILURE, f"only {len(key)} bytes: visitors could be forged", remedy)
    return Finding(name, Severity.OK, "long enough")


def _frames(subject: str, unreadable: int) -> Finding:
    name = f"{subject}: unreadable frames"
    if unreadable:
        remedy = "A few are harmless (old tabs, scanners); many: reload the pages, look at who connects."
        return Finding(name, Severity.WARNING, f"{unreadable} since the start", remedy)
    return Finding(name, Severity.OK, "none since the start")
