"""Every channel there is: found by looking, so that a new folder is under the suite without an edit here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

import bots
from core.ports import BuildChannel
from tests.conformance.kit import Kit

BOTS = Path(str(bots.__file__)).parent


@dataclass(frozen=True, slots=True)
class Case:
    """One channel of one folder, with its kit."""

    folder: str
    name: str
    build: BuildChannel
    kit: type[Kit]

    @property
    def samples(self) -> Path:
        return samples_of(self.folder, self.name)


def samples_of(folder: str, name: str) -> Path:
    """samples/ of a folder; where it has several channels, samples/<channel>/."""
    own = BOTS / folder / "samples" / name
    return own if own.is_dir() else own.parent


def channel_folders() -> list[str]:
    """Every folder of bots/ whose __init__.py lists CHANNELS."""
    inits = sorted(BOTS.glob("*/__init__.py"))
    return [path.parent.name for path in inits if "CHANNELS" in path.read_text(encoding="utf-8")]


def channels_of(folder: str) -> Mapping[str, BuildChannel]:
    found: Mapping[str, BuildChannel] = import_module(f"bots.{folder}").CHANNELS
    return found


def kits_of(folder: str) -> Mapping[str, type[Kit]]:
    found: Mapping[str, type[Kit]] = import_module(f"bots.{folder}.testkit").KITS
    return found


def cases(*needs: str) -> list[Case]:
    """The channels whose people or platform can do all of `needs` (acts or faults of the kit)."""
    everything = [
        Case(folder, name, build, kits_of(folder)[name])
        for folder in channel_folders()
        for name, build in channels_of(folder).items()
    ]
    return [case for case in everything if {*needs} <= {*case.kit.acts, *case.kit.faults}]


def _named(case: Case) -> str:
    return case.name


def every_channel(*needs: str) -> pytest.MarkDecorator:
    """Runs a test once for each channel that has what the test needs, with the fixture `stage` set up for it."""
    return pytest.mark.parametrize("stage", cases(*needs), ids=_named, indirect=True)


def every_case(*needs: str) -> pytest.MarkDecorator:
    """Runs a test once for each such channel, without setting anything up."""
    return pytest.mark.parametrize("case", cases(*needs), ids=_named)


def every_fault(faults: Iterable[str]) -> pytest.MarkDecorator:
    """Runs a test once for each channel and each of these faults that its platform can have."""
    wanted = [pytest.param(case, fault, id=f"{case.name}-{fault}") for fault in faults for case in cases(fault)]
    return pytest.mark.parametrize(("case", "fault"), wanted)
