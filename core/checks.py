"""A check that a buyer's side passes by itself while strangers guess orders. Pure types."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """Work that costs one buyer a second, and whoever guesses by the thousand a great deal. `id` comes back as
    core.reported.CheckPassed.check; every step of `hardness`, from 0, is twice the work."""

    id: str
    hardness: int = 0
