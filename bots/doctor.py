"""The product's own findings for `kamidesk check`; channels and shops bring theirs (core.channel.Examines)."""

import asyncio
import ipaddress
import os
import shutil
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from core.channel import Examines, Finding, Severity
from core.errors import KamiDeskError

SCARCE_BYTES = 1024**3
SHORT_BYTES = 200 * 1024**2


@dataclass(frozen=True, slots=True)
class OneOfSeveral:
    """A part whose findings begin with its name, as others of its kind have the same ones. Implements
    core.channel.Examines."""

    name: str
    part: Examines

    async def examine(self) -> Sequence[Finding]:
        return [replace(one, subject=f"{self.name}: {one.subject}") for one in await self.part.examine()]


def told_apart(parts: Mapping[str, object]) -> Mapping[str, object]:
    """Each named in its findings, where there are several."""
    if len(parts) < 2:
        return parts
    return {name: OneOfSeveral(name, part) if isinstance(part, Examines) else part for name, part in parts.items()}


async def examine_all(parts: Mapping[str, object]) -> list[Finding]:
    """What each part says of itself, all asked at once. A part that fails to answer is a finding, too."""
    asked = [_examined(name, part) for name, part in parts.items() if isinstance(part, Examines)]
    return [finding for found in await asyncio.gather(*asked) for finding in found]


async def _examined(name: str, part: Examines) -> Sequence[Finding]:
    try:
        return await part.examine()
    except Exception as error:
        seen = str(error) if isinstance(error, KamiDeskError) else f"{type(error).__name__} while looking"
        return [Finding(name, Severity.FAILURE, seen, "This is a mistake in KamiDesk; please report it.")]


def data_folder(folder: Path) -> Finding:
    """Can we write there?"""
    subject = "data folder"
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        return Finding(subject, Severity.FAILURE, f"{nearest} is a file", "Choose another folder: data_dir.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(subject, Severity.FAILURE, f"{nearest} cannot be written to", f"Type: chown $USER {nearest}")
    return Finding(subject, Severity.OK, str(folder))


def free_disk(folder: Path) -> Finding:
    """Is there room for the database to grow?"""
    subject = "free disk"
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(nearest).free
    seen = f"{free / 1024**3:.1f} GiB free"
    if free < SHORT_BYTES:
        return Finding(subject, Severity.FAILURE, seen, "Make room: without it no message can be stored.")
    if free < SCARCE_BYTES:
        return Finding(subject, Severity.WARNING, seen, "Make room soon: pictures and the database grow.")
    return Finding(subject, Severity.OK, seen)


def secrets_file(file: Path | None) -> Finding:
    """Is there one, and is it the owner's alone? (That the keys are strong was checked when they were read.)"""
    subject = "secrets"
    if file is None:
        remedy = "Good where something else keeps secrets; otherwise `kamidesk init` makes a file for them."
        return Finding(subject, Severity.OK, "from environment variables", remedy)
    if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(subject, Severity.FAILURE, f"{file} can be read by others", f"Type: chmod 600 {file}")
    if os.name == "posix" and file.stat().st_uid != os.getuid():
        return Finding(subject, Severity.WARNING, f"{file} belongs to another user", f"Type: chown $USER {file}")
    return Finding(subject, Severity.OK, f"{file}, for its owner alone")


def channels(configured: Mapping[str, Mapping[str, object]]) -> Finding:
    """Is there any way for a buyer to reach us?"""
    names = [f"{channel}/{account}" for channel, accounts in configured.items() for account in accounts]
    if names:
        return Finding("channels", Severity.OK, ", ".join(names))
    return Finding("channels", Severity.FAILURE, "none is configured", "`kamidesk init` begins with the web chat.")


def public_address(url: str, *, set_by_owner: bool) -> Finding:
    """Can buyers and platforms reach it, and safely?"""
    subject = "public address"
    parts = urlsplit(url)
    if _is_private(parts.hostname or ""):
        remedy = 'Fine for trying. For buyers, set web.public_url = "https://…" to what your proxy serves.'
        return Finding(subject, Severity.WARNING if set_by_owner else Severity.OK, f"{url}: this machine only", remedy)
    if parts.scheme != "https":
        return Finding(
            subject, Severity.WARNING, f"{url} is not encrypted", "Put a proxy with a certificate before it."
        )
    return Finding(subject, Severity.OK, url)


def worst(findings: Iterable[Finding]) -> Severity:
    """FAILURE if one is; then WARNING; else OK."""
    seen = {finding.severity for finding in findings}
    return next((one for one in (Severity.FAILURE, Severity.WARNING) if one in seen), Severity.OK)


def _is_private(host: str) -> bool:
    if host in {"", "localhost"} or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
