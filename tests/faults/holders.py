"""Who holds each new key when shop and bot are done: on an order's page, in a buyer's hands, in stock. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STOCK = "in stock"


@dataclass(frozen=True, slots=True)
class Held:
    """`keys`: all that were put in stock. `pages`: what the shop shows, by order. `handed`: to the buyers of orders
    with a bad key, by order; empty: nothing was left for him. `unsold`: what the shop will sell next."""

    keys: frozenset[str]
    pages: Mapping[str, Sequence[str]]
    handed: Mapping[str, Sequence[str]]
    unsold: Sequence[str]


@dataclass(slots=True)
class Found:
    """In words: `double`: given to two, or given and still for sale; `lost`: nobody has it, or not the buyer to whom
    it belongs."""

    double: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def look(held: Held) -> Found:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for order, page in held.pages.items():
        for key in page:
            places[key].append(order)
    for order, keys in held.handed.items():
        for key in keys:
            if order not in places[key]:
                places[key].append(f"{order}, not on its page")
    for key in held.unsold:
        places[key].append(STOCK)
    found = Found()
    found.double += [f"{key}: {places[key]}" for key in sorted(held.keys) if len(places[key]) > 1]
    found.double += [f"{order} got {len(keys)} new keys" for order, keys in held.handed.items() if len(keys) > 1]
    found.lost += [f"{key} is nowhere" for key in sorted(held.keys) if not places[key]]
    for order, keys in held.handed.items():
        left = [key for key in held.pages.get(order, ()) if key in held.keys and key not in keys]
        found.lost += [f"{key} stands in {order}, and its buyer does not have it" for key in left]
    return found
