"""Values behave like the frozen dataclasses beside them."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime

import msgspec
import pytest

from core.messages import AccountId, Address, ChannelName, ChatId, ContactOpened, Event, EventId, Person, PersonId
from core.turns import Memory
from storage.codec import from_json, to_json

HERE = Address(ChannelName("web"), AccountId("main"), ChatId("ann"))
OPENED = ContactOpened(id=EventId("1"), at=datetime(2026, 5, 1, tzinfo=UTC), where=HERE, sender=Person(PersonId("ann")))


def test_a_value_is_replaced_as_a_dataclass_is() -> None:
    assert replace(HERE, chat=ChatId("bob")) == Address(HERE.channel, HERE.account, ChatId("bob"))
    assert is_dataclass(HERE)


def test_what_is_replaced_stays_what_it_was_and_keeps_the_rest() -> None:
    event: Event = OPENED
    after = replace(event, where=replace(HERE, chat=ChatId("bob")))
    assert isinstance(after, ContactOpened)
    assert (after.id, after.sender, after.where.chat) == (OPENED.id, OPENED.sender, "bob")


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="chut"):
        replace(HERE, chut="bob")  # type: ignore[call-arg]


def test_those_of_a_subclass_have_its_fields_and_the_inherited_ones() -> None:
    names = [one.name for one in fields(OPENED)]
    assert names == ["id", "at", "where", "sender", "allowance", "payload", "private", "silently", "vouched"]


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        HERE.chat = ChatId("bob")  # type: ignore[misc]


def test_what_is_as_by_default_is_not_written_and_comes_back() -> None:
    assert to_json(Memory()) == "{}"
    assert to_json(HERE) == '{"channel":"web","account":"main","chat":"ann"}'
    for value in (Memory(), Memory(misses=2, tried=("faq:1",)), HERE, OPENED):
        assert from_json(type(value), to_json(value)) == value


def test_a_row_of_an_older_version_tells_every_field() -> None:
    old = b'{"channel":"web","account":"main","chat":"ann","thread":null}'
    assert msgspec.json.decode(old, type=Address) == HERE
