"""What people call the shops."""

from typing import Any

import pytest

from core.errors import WrongSetting
from storage.shops.opening import names_of

ONE: dict[str, dict[str, dict[str, Any]]] = {"builtin": {"cards": {}}}


def test_the_only_shop_is_called_by_its_brand() -> None:
    assert names_of({}, "星卡小店") == {"builtin": "星卡小店"}
    assert names_of(ONE, "星卡小店") == {"cards": "星卡小店"}


def test_of_several_each_has_its_own_name_or_that_of_its_section() -> None:
    several = {**ONE, "http": {"games": {"name": " Game Land ", "url": "https://games.example.com"}}}
    assert names_of(several, "星卡小店") == {"cards": "cards", "games": "Game Land"}


@pytest.mark.parametrize("name", [3, ["a"], "a\nb", "x" * 31])
def test_what_is_no_name_is_told(name: object) -> None:
    with pytest.raises(WrongSetting, match=r"shops\.builtin\.cards\.name"):
        names_of({"builtin": {"cards": {"name": name}}}, "")
