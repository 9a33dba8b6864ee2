"""What a shop says of its buyer's order. Pure types."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vouched:
    """A page of that shop says, under a signature that the channel has checked: this order is this buyer's."""

    shop: str
    order: str
