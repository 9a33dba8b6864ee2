"""The tags of the forum by which posts show state and urgency: which there are, which are missing. Pure.

Limits: discord.com/developers/docs/resources/channel#forum-tag-object (20 of a forum, 20 characters, 5 of a post)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from core.messages import ThreadLook

WAITING, TAKEN, CLOSED, URGENT = "waiting", "taken", "closed", "urgent"

SIGNS: Final[Mapping[str, str]] = {"🟡": WAITING, "🟢": TAKEN, "⚪": CLOSED}
"""A ticket's state by the sign that it has everywhere."""
OF_A_FORUM, OF_A_POST, NAME = 20, 5, 20


class Tag(msgspec.Struct, frozen=True):
    """One tag of a forum as the API has it."""

    id: str
    name: str
    emoji_name: str | None = None
    emoji_id: str | None = None
    moderated: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of ours. `names`: in each language, the one to give it first."""

    kind: str
    names: tuple[str, ...]
    emoji: str


Tags = Mapping[str, str]
"""Our kinds → the ids of their tags, as far as there are such."""


def known_tags(there: Sequence[Tag], wanted: Sequence[Wanted]) -> Tags:
    """Found by name in any language, or by the emoji: people may rename them."""
    found = {}
    for one in wanted:
        same = [tag for tag in there if tag.name in one.names] or [
            tag for tag in there if tag.emoji_name and plain(tag.emoji_name) == plain(one.emoji)
        ]
        if same:
            found[one.kind] = same[0].id
    return found


def completed(there: Sequence[Tag], wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """The forum's tags with ours; empty when none is missing, or no more would fit."""
    known = known_tags(there, wanted)
    lacking = [one for one in wanted if one.kind not in known][: OF_A_FORUM - len(there)]
    if not lacking:
        return []
    new = [{"name": one.names[0][:NAME], "emoji_name": one.emoji, "moderated": True} for one in lacking]
    return [*(msgspec.to_builtins(tag) for tag in there), *new]


def tags_for(look: ThreadLook, now: Sequence[str], known: Tags) -> tuple[str, ...]:
    """What a post shall have: what people put there stays; of ours those that fit its state."""
    state = SIGNS.get(plain(look.sign), CLOSED if look.closed else "")
    kinds = (state, URGENT) if look.urgent else (state,)
    ours = tuple(known[kind] for kind in kinds if kind in known)
    others = tuple(tag for tag in now if tag not in known.values())
    return (*ours, *others)[:OF_A_POST]


def plain(emoji: str) -> str:
    """Without variation selectors, which come and go."""
    return emoji.replace("\ufe0f", "")
