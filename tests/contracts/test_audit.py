"""What everybody may rely on of the audit log."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlmodel import Session, col

from core.turns import AuditNote
from storage import audit
from storage.audit import GENESIS, AuditEntry, AuditRow, links, read_audit, verify, verify_audit
from storage.bulk import insert_rows
from storage.sessions import Sessions
from tests.contracts.surroundings import NOON

NOTES = [AuditNote("keys-sent", f"KD2026112200000{n}", "buyer:42") for n in range(5)]


async def logged(sessions: Sessions, *notes: AuditNote) -> None:
    """Appends, as the hot path does."""
    so_far = await read_audit(sessions)
    last = (so_far[-1].record.seq, so_far[-1].hash) if so_far else None
    rows = [_columns(entry) for entry in links(last, notes, NOON + timedelta(microseconds=len(so_far)))]
    await sessions.write(lambda session: insert_rows(session, AuditRow, rows))


def _columns(entry: AuditEntry) -> dict[str, object]:
    record = entry.record
    return {
        "seq": record.seq,
        "at": record.at,
        "actor": record.actor,
        "action": record.action,
        "subject": record.subject,
        "previous": entry.previous,
        "hash": entry.hash,
    }


class TestTheLog:
    async def test_an_empty_log_is_whole(self, sessions: Sessions) -> None:
        verdict = await verify_audit(sessions)
        assert (verdict.entries, verdict.broken, verdict.head) == (0, None, GENESIS)

    async def test_what_was_appended_is_whole(self, sessions: Sessions) -> None:
        await logged(sessions, *NOTES[:2])
        await logged(sessions, *NOTES[2:])
        verdict = await verify_audit(sessions)
        assert (verdict.entries, verdict.broken) == (5, None)
        assert verdict.head == (await read_audit(sessions))[-1].hash

    async def test_a_long_log_is_verified_page_by_page(self, sessions: Sessions) -> None:
        await logged(sessions, *NOTES, *NOTES)
        assert (await verify_audit(sessions, page_size=3)).entries == 10

    @pytest.mark.parametrize("change", [{"actor": "buyer:43"}, {"at": NOON.timestamp() + 1}, {"hash": "0" * 64}])
    async def test_a_changed_entry_is_found(self, sessions: Sessions, change: dict[str, object]) -> None:
        await logged(sessions, *NOTES)
        changed = update(AuditRow).where(col(AuditRow.seq) == 3).values(change)
        await sessions.write(lambda session: session.exec(changed) and None)
        verdict = await verify_audit(sessions)
        assert (verdict.entries, verdict.broken) == (2, 3)

    @pytest.mark.parametrize(("removed", "found"), [(1, 2), (3, 4)])
    async def test_a_removed_entry_is_found(self, sessions: Sessions, removed: int, found: int) -> None:
        await logged(sessions, *NOTES)
        await sessions.write(lambda session: _remove(session, removed))
        assert (await verify_audit(sessions)).broken == found

    async def test_entries_are_read_by_subject_and_page(self, sessions: Sessions) -> None:
        await logged(sessions, *NOTES, NOTES[0])
        about = await read_audit(sessions, subject=NOTES[0].subject)
        assert [entry.record.seq for entry in about] == [1, 6]
        assert [entry.record.seq for entry in await read_audit(sessions, after=2, limit=2)] == [3, 4]
        assert audit.moment(about[0]) == NOON


def _remove(session: Session, seq: int) -> None:
    session.exec(delete(AuditRow).where(col(AuditRow.seq) == seq))


notes = st.lists(st.builds(AuditNote, st.text(), st.text(), st.text()), min_size=1, max_size=8)


@given(notes)
def test_every_chain_that_was_made_holds(made: list[AuditNote]) -> None:
    assert verify(links(None, made, NOON)) is None


@given(notes, st.data())
def test_no_two_entries_can_be_exchanged(made: list[AuditNote], data: st.DataObject) -> None:
    entries = links(None, made, NOON)
    cut = data.draw(st.integers(0, len(entries) - 1))
    assert verify(entries[:cut] + entries[cut + 1 :]) == (cut + 2 if cut + 1 < len(entries) else None)
    assert verify(entries[cut:], (cut, entries[cut].previous)) is None
    if cut:
        assert verify(reversed(entries)) == entries[-1].record.seq
