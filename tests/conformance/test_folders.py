"""A channel folder has what every channel folder has, and a kit that fits."""

from inspect import getmembers

import pytest

from bots.fake.testkit import FakeKit
from core.errors import WrongSetting
from core.messages import AccountId
from tests.conformance.folders import BOTS, Case, channel_folders, channels_of, every_case, kits_of
from tests.conformance.kit import ACTS, FAULTS, Kit
from tests.conformance.surroundings import surroundings

FILES = ("__init__.py", "channel.py", "capabilities.py", "inbound.py", "outbound.py", "errors.py", "testkit.py")
REFERENCE: type[Kit] = FakeKit  # mypy compares the reference with the form

every_folder = pytest.mark.parametrize("folder", channel_folders())


def test_the_suite_has_found_the_channels() -> None:
    assert {"fake", "web"} <= {*channel_folders()}


@every_folder
def test_a_folder_has_every_file(folder: str) -> None:
    """A folder of two platforms has them below, once for each."""
    assert [name for name in FILES if not list((BOTS / folder).rglob(name))] == []
    assert list((BOTS / folder / "samples").rglob("*.json")), "no recorded payload"


@every_folder
def test_every_channel_of_a_folder_has_a_kit(folder: str) -> None:
    assert kits_of(folder).keys() == channels_of(folder).keys()


@every_case()
def test_a_kit_has_the_form_and_names_nothing_unknown(case: Case) -> None:
    wanted = {name for name, _ in getmembers(Kit) if not name.startswith("_")} | {"acts", "faults"}
    assert {name for name in wanted if not hasattr(case.kit, name) and not hasattr(case.kit(), name)} <= {
        "chat",
        "room",
    }
    assert {*case.kit.acts} <= ACTS
    assert {*case.kit.faults} <= {*FAULTS}
    assert "says" in case.kit.acts


@every_case()
def test_two_channels_never_share_a_name(case: Case) -> None:
    owners = [folder for folder in channel_folders() if case.name in channels_of(folder)]
    assert owners == [case.folder]


@every_case()
async def test_a_setting_that_does_not_exist_is_named_with_a_remedy(case: Case) -> None:
    around = surroundings("http://127.0.0.1:1")
    kit = case.kit()
    settings = await kit.open(around)
    await kit.close()
    with pytest.raises(WrongSetting, match="no_such_setting") as wrong:
        case.build(AccountId("main"), {**settings, "no_such_setting": "5ecret-value"}, around)
    assert wrong.value.remedy
    assert "5ecret-value" not in str(wrong.value)
