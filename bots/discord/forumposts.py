"""How a ticket's post shall look, and the calls that make it so. Pure.

State is told by tags and by the archive: names may be changed only twice in ten minutes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from bots.discord.forumtags import Tags, plain, tags_for
from core.messages import ThreadLook

NAME: Final = 100
"""Characters of a thread's name (discord.com/developers/docs/resources/channel#channel-object)."""
A_WEEK: Final = 10080
"""Minutes without a word until Discord hides a post: the longest there is."""
PINNED: Final = 1 << 1
"""Flag of a post that stays on top of its forum."""
NAMELESS: Final = "…"


class Archive(msgspec.Struct, frozen=True):
    archived: bool = False
    locked: bool = False


class Post(msgspec.Struct, frozen=True):
    """A thread as the API has it."""

    id: str
    name: str = ""
    parent_id: str | None = None
    owner_id: str = ""
    applied_tags: tuple[str, ...] = ()
    thread_metadata: Archive = Archive()

    @property
    def archived(self) -> bool:
        return self.thread_metadata.archived


@dataclass(frozen=True, slots=True)
class Edit:
    """One call. `soft`: Discord may refuse it for a while, and nothing else depends on it."""

    body: Mapping[str, Any]
    soft: bool = False


def name_of(look: ThreadLook) -> str:
    """The title without the sign of the state, which changes too often."""
    title = " ".join(plain(look.title).removeprefix(plain(look.sign)).split())
    return title[:NAME] or NAMELESS


def edits_of(look: ThreadLook, post: Post, tags: Tags, named: str) -> Iterator[Edit]:
    """In order. `named`: the name that we have given it last: another one is by people, and stays till ours changes."""
    wanted, name = tags_for(look, post.applied_tags, tags), name_of(look)
    renamed = name not in (named, post.name)
    retagged = {*wanted} != {*post.applied_tags}
    if not (renamed or retagged or post.archived != look.closed):
        return
    state: dict[str, Any] = {"applied_tags": wanted} if retagged else {}
    if post.archived:
        state["archived"] = False  # nothing can be changed in an archived one
    closes_at_once = look.closed and not post.archived and not renamed
    if closes_at_once:
        state["archived"] = True
    if state:
        yield Edit(state)
    if renamed:
        yield Edit({"name": name}, soft=True)
    if look.closed and not closes_at_once:
        yield Edit({"archived": True})


def new_post(look: ThreadLook, words: str, tags: Tags) -> dict[str, Any]:
    """The body of the call that opens it; its first message becomes the ticket's card."""
    message = {"content": words, "allowed_mentions": {"parse": []}}
    body = {"name": name_of(look), "auto_archive_duration": A_WEEK, "message": message}
    applied = tags_for(look, (), tags)
    return body | ({"applied_tags": applied} if applied else {})
