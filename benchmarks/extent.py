"""How much is measured, and where it is kept. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

IN_FLIGHT: Final = 64

Tell = Callable[[str], None]
Seen = dict[str, list[float]]
"""Figure -> its value in each round."""


@dataclass(frozen=True, slots=True)
class Extent:
    """`seconds`: of one measurement."""

    rounds: int
    seconds: float
