from collections.abc import Sequence
from pathlib import Path

import pytest

from bots import doctor
from core.channel import Finding, Severity
from core.errors import ChannelUnavailable


class Well:
    async def examine(self) -> Sequence[Finding]:
        return [Finding("part", Severity.OK, "fine")]


class Broken:
    async def examine(self) -> Sequence[Finding]:
        raise ValueError("SECRET")


class Away:
    async def examine(self) -> Sequence[Finding]:
        raise ChannelUnavailable("no route")


async def test_every_part_is_asked_and_a_broken_one_is_a_finding() -> None:
    found = await doctor.examine_all({"a": Well(), "b": Broken(), "c": Away(), "d": object()})
    assert [(one.subject, one.severity) for one in found] == [
        ("part", Severity.OK),
        ("b", Severity.FAILURE),
        ("c", Severity.FAILURE),
    ]
    assert "SECRET" not in str(found)
    assert found[2].seen == "The platform does not answer. no route"


async def test_of_several_shops_each_finding_tells_which_one_is_meant() -> None:
    found = await doctor.examine_all(doctor.told_apart({"shop main": Well(), "shop games": Broken(), "x": object()}))
    assert [one.subject for one in found] == ["shop main: part", "shop games"]
    assert [one.subject for one in await doctor.examine_all(doctor.told_apart({"shop main": Well()}))] == ["part"]


def test_the_worst_counts() -> None:
    ok, warning, failure = (Finding("", severity, "") for severity in (Severity.OK, Severity.WARNING, Severity.FAILURE))
    assert doctor.worst([]) is Severity.OK
    assert doctor.worst([ok, warning]) is Severity.WARNING
    assert doctor.worst([warning, failure, ok]) is Severity.FAILURE


def test_data_folder_that_is_not_there_yet_will_be_made(tmp_path: Path) -> None:
    assert doctor.data_folder(tmp_path / "new" / "deep").severity is Severity.OK


def test_data_folder_cannot_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = doctor.data_folder(tmp_path / "file" / "data")
    assert (found.severity, found.remedy) == (Severity.FAILURE, "Choose another folder: data_dir.")


def test_data_folder_must_be_ours_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    found = doctor.data_folder(tmp_path)
    assert found.severity is Severity.FAILURE
    assert "chown" in found.remedy


@pytest.mark.parametrize(
    ("free", "severity"),
    [(50 * 1024**3, Severity.OK), (500 * 1024**2, Severity.WARNING), (1024, Severity.FAILURE)],
)
def test_disk_is_watched_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, severity: Severity
) -> None:
    class Usage:
        pass

    usage = Usage()
    usage.free = free  # type: ignore[attr-defined]
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    found = doctor.free_disk(tmp_path / "not" / "there")
    assert found.severity is severity
    assert bool(found.remedy) is (severity is not Severity.OK)


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "kamidesk.env"
    file.touch(0o600)
    assert doctor.secrets_file(file).severity is Severity.OK
    file.chmod(0o640)
    found = doctor.secrets_file(file)
    assert (found.severity, found.remedy) == (Severity.FAILURE, f"Type: chmod 600 {file}")
    assert doctor.secrets_file(None).severity is Severity.OK


@pytest.mark.parametrize(
    ("url", "set_by_owner", "severity"),
    [
        ("https://help.example.com", True, Severity.OK),
        ("http://help.example.com", True, Severity.WARNING),
        ("http://127.0.0.1:8080", False, Severity.OK),
        ("http://192.168.1.9:8080", True, Severity.WARNING),
        ("https://desk.local", True, Severity.WARNING),
        ("https://8.8.8.8", True, Severity.OK),
    ],
)
def test_public_address_is_one_that_buyers_reach_safely(url: str, *, set_by_owner: bool, severity: Severity) -> None:
    assert doctor.public_address(url, set_by_owner=set_by_owner).severity is severity


def test_a_shop_without_channels_is_a_mistake() -> None:
    assert doctor.channels({"web": {"main": {}}}).seen == "web/main"
    assert doctor.channels({}).severity is Severity.FAILURE
    assert doctor.channels({"web": {}}).severity is Severity.FAILURE
