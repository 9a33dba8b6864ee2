"""Recorded payloads and what they mean: `x.json` (or `x.xml`) beside `x.expected.json`.

python -m tests.conformance.recording <folder>     writes the expectations that are missing; read them before you commit
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import msgspec

from core.errors import Refused
from core.messages import Event
from tests.conformance.folders import kits_of, samples_of

ToEvents = Callable[[bytes], Sequence[Event]]


def meaning(to_events: ToEvents, payload: bytes) -> bytes:
    """What a channel makes of a payload, as text to be compared: its events, or the name of its refusal."""
    try:
        events = to_events(payload)
    except Refused as refused:
        told: object = {"refused": type(refused).__name__}
    else:
        told = [_told(event) for event in events]
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def _told(event: Event) -> dict[str, object]:
    """What only some platforms have is left out where there is none."""
    fields = {
        name: value
        for name, value in msgspec.to_builtins(asdict(event)).items()  # every field, also as by default
        if value is not None or name not in {"allowance", "vouched"}
    }
    return {"event": type(event).__name__} | fields


def samples(folder: Path) -> list[Path]:
    """The recorded payloads in a folder of samples, without their expectations."""
    found = [path for path in folder.iterdir() if path.suffix in {".json", ".xml"}]
    return sorted(path for path in found if not path.name.endswith(".expected.json"))


def expectation(sample: Path) -> Path:
    return sample.with_suffix(".expected.json")


def record(folder: str) -> None:
    """Writes what is missing for every channel of a folder."""
    for name, kit in kits_of(folder).items():
        for sample in samples(samples_of(folder, name)):
            if not expectation(sample).exists():
                expectation(sample).write_bytes(meaning(kit.to_events, sample.read_bytes()))


if __name__ == "__main__":
    record(sys.argv[1])
