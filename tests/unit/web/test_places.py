"""Places instead of files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web.places import spot_of
from core.errors import ContentRejected


def test_coordinates_are_told_to_the_metre() -> None:
    assert spot_of("31.23041612345,121.4737011") == "31.230416,121.473701"
    assert spot_of("-90, 180") == "-90.000000,180.000000"


@pytest.mark.parametrize("ref", ["", "31.2", "a,b", "91,0", "0,181", "nan,0", "0,inf", "1,2,3", "31.2,121.4\n<script>"])
def test_what_is_no_place_on_earth_is_refused(ref: str) -> None:
    with pytest.raises(ContentRejected):
        spot_of(ref)


@given(st.text(max_size=40))
def test_nothing_but_figures_comes_out(ref: str) -> None:
    try:
        spot = spot_of(ref)
    except ContentRejected:
        return
    assert set(spot) <= set("-.,0123456789")
