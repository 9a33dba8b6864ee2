"""Several staff rooms: which of them a ticket goes to, and what agents call them. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from core.language import NEAREST
from core.messages import Address
from core.reading import FOLDS
from core.turns import Conversation

_KEY = frozenset({"delivery", "key-again", "key-claim", "key-fails", "no-key"})
GROUPS: Mapping[str, frozenset[str]] = {
    "key": _KEY,
    "after-sales": _KEY | {"came-back", "cannot-prove", "faq-unsolved", "shop-silent", "unsolved"},
}
"""Several reasons under one name."""
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Rule:
    """Fits when each of its lists is empty, or has something that fits.

    `products`: a pattern with `*`, or words of the product's name; of the order that was proven last.
    `languages`: zh is for traditional Chinese too, en for Spanish, unless a rule before is made for these.
    `reasons`: of handing over, or the name of a group of them. `channels`: of the buyer, or "channel/account"."""

    room: Address
    products: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def fits(self, conversation: Conversation, reason: str, home: str) -> bool:
        """`home`: the language of who has not shown his own."""
        where, memory = conversation.where, conversation.memory
        spoken = memory.language or home
        bought = memory.proven[-1].products if memory.proven else ()
        return (
            _any(self.products, lambda wanted: any(is_named(wanted, name) for name in bought))
            and _any(self.reasons, lambda wanted: reason == wanted or reason in GROUPS.get(wanted, ()))
            and _any(self.languages, lambda wanted: wanted in {spoken, NEAREST.get(spoken)})
            and _any(self.channels, lambda wanted: wanted in {where.channel, f"{where.channel}/{where.account}"})
        )

    @property
    def takes_all(self) -> bool:
        return not (self.products or self.reasons or self.languages or self.channels)


@dataclass(frozen=True, slots=True)
class Rooms:
    """`named`: all there are, as "channel/account". `rules`: the first that fits wins."""

    named: Mapping[str, Address] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def several(self) -> bool:
        return len(self.named) > 1

    def for_ticket(self, conversation: Conversation, reason: str, home: str) -> Address | None:
        """None: no rule fits."""
        return next((rule.room for rule in self.rules if rule.fits(conversation, reason, home)), None)

    def called(self, words: str) -> Address | None:
        """By its whole name, or by a part that only one of them has."""
        wanted = _plain(words)
        exact = [name for name in self.named if _plain(name) == wanted]
        found = exact or [name for name in self.named if wanted and wanted in _plain(name)]
        return self.named[found[0]] if len(found) == 1 else None

    def name_of(self, room: Address) -> str:
        """Of a room that is not configured any more: what it was."""
        return next((name for name, known in self.named.items() if known == room), f"{room.channel}/{room.account}")

    def lost(self, room: Address) -> bool:
        """It was configured once, and is not any more."""
        return bool(self.named) and room not in self.named.values()

    def others(self, room: Address) -> Sequence[str]:
        return [name for name, known in self.named.items() if known != room]


def is_named(wanted: str, product: str) -> bool:
    """Is it this product? `Steam*` as a pattern for the whole name; `steam 充值` by words that stand in it."""
    pattern, name = _plain(wanted), _plain(product)
    if _GLOB & set(pattern):
        return fnmatchcase(name, pattern)
    return bool(pattern) and all(word in name for word in pattern.split())


def known_reason(name: str, reasons: Collection[str]) -> bool:
    return name in reasons or name in GROUPS


def _any(wanted: Iterable[str], fits: Callable[[str], bool]) -> bool:
    wishes = tuple(wanted)
    return not wishes or any(map(fits, wishes))


def _plain(text: str) -> str:
    """Width and case do not matter."""
    return " ".join(text.translate(FOLDS).casefold().split())
