"""What comes from a business account whose owner lets the bot answer in his own name."""

from typing import Any

from core.messages import MessageDeleted, MessageEdited
from tests.unit.telegram.told import BUYER, PRIVATE, events, message


class TestBusiness:
    """A shop's owner has let the bot answer in his own name."""

    def written(self, kind: Any = "business_message", **more: Any) -> list[Any]:
        return [*events(**{kind: message(text="在吗", business_connection_id="bc:1") | more})]

    def test_a_buyer_of_the_owner_s_is_in_a_place_of_his_own(self) -> None:
        [event] = self.written()
        assert event.where.chat == "biz:bc:1:700"
        assert event.private

    def test_what_the_owner_writes_is_not_for_us(self) -> None:
        assert self.written(**{"from": {**BUYER, "id": 701}}) == []
        assert self.written("edited_business_message", **{"from": {**BUYER, "id": 701}}) == []

    def test_edits_and_deletions_are_told(self) -> None:
        [edit] = self.written("edited_business_message")
        gone = {"business_connection_id": "bc:1", "chat": PRIVATE, "message_ids": [5, 6]}
        deleted = [*events(deleted_business_messages=gone)]
        assert isinstance(edit, MessageEdited)
        assert all(isinstance(one, MessageDeleted) for one in deleted)
        assert [(one.id, one.where.chat) for one in deleted] == [
            ("telegram/main/9", "biz:bc:1:700"),
            ("telegram/main/9.1", "biz:bc:1:700"),
        ]

    def test_a_connection_is_no_event(self) -> None:
        assert events(business_connection={"id": "bc:1", "user": BUYER, "is_enabled": True}) == ()
