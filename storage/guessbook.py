"""What is remembered of proofs that failed, and of guessing runs, in SQL."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Boolean, Column, Float, Index, Integer, Text, delete, func
from sqlmodel import Field, Session, SQLModel, col, select

from core.guessbook import Failure, GuessShelf, Run, RunKind, Tally
from core.shop import OrderNo
from storage.alone import Book, write_alone
from storage.bulk import table_of, upsert
from storage.codec import from_json, to_json
from storage.sessions import Sessions

T = TypeVar("T")


class FailedProofRow(SQLModel, table=True):
    """See core.guessbook.Failure. `at`: seconds since 1970 (UTC). `number` is an order's, or what was taken for one."""

    __tablename__ = "failed_proofs"
    __table_args__ = (Index("failed_proofs_account", "account", "at"),)

    id: str = Field(sa_column=Column(Text, primary_key=True))
    at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    account: str = Field(sa_column=Column(Text, nullable=False))
    buyer: str = Field(sa_column=Column(Text, nullable=False, index=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    number: str = Field(sa_column=Column(Text, nullable=False, index=True))
    shops: str = Field(sa_column=Column(Text, nullable=False))
    ordinary: bool = Field(sa_column=Column(Boolean, nullable=False))


class GuessingRow(SQLModel, table=True):
    """See core.guessbook.Run. `body`: all of it as JSON."""

    __tablename__ = "guessing_runs"

    kind: str = Field(sa_column=Column(Text, primary_key=True))
    about: str = Field(sa_column=Column(Text, primary_key=True))
    since: float = Field(sa_column=Column(Float, nullable=False))
    edition: int = Field(sa_column=Column(Integer, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


_ABOUT: Final[dict[RunKind, Any]] = {
    RunKind.ACCOUNT: col(FailedProofRow.account),
    RunKind.ORDER: col(FailedProofRow.number),
    RunKind.BUYER: col(FailedProofRow.buyer),
}


@dataclass(frozen=True, slots=True)
class GuessBookInSql:
    """Implements core.guessbook.GuessBook."""

    sessions: Sessions

    async def run(self, job: Callable[[GuessShelf], T]) -> T:
        """One failure at a time, so that of two processes one sees that a run begins."""
        return await write_alone(self.sessions, Book.GUESSES, lambda session: job(_Shelf(session)))

    async def look(self, job: Callable[[GuessShelf], T]) -> T:
        return await self.sessions.read(lambda session: job(_Shelf(session)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.guessbook.GuessShelf."""

    session: Session

    def add(self, failure: Failure, *, ordinary: bool) -> bool:
        if self.session.get(FailedProofRow, failure.id) is not None:
            return False
        row = {
            "id": failure.id,
            "at": failure.at.timestamp(),
            "account": failure.account,
            "buyer": failure.buyer,
            "name": failure.name,
            "number": failure.number,
            "shops": failure.shops,
            "ordinary": ordinary,
        }
        self.session.exec(table_of(FailedProofRow).insert(), params=row)
        return True

    def drop(self, failure: str) -> None:
        self.session.exec(delete(FailedProofRow).where(col(FailedProofRow.id) == failure))

    def tally(self, kind: RunKind, about: str, since: datetime) -> Tally | None:
        these = (_ABOUT[kind] == about, col(FailedProofRow.at) >= since.timestamp())
        buyers, orders = (func.count(func.distinct(one)) for one in (FailedProofRow.buyer, FailedProofRow.number))
        counted = select(func.count(), buyers, orders, func.min(FailedProofRow.at)).where(*these)
        failed, by, at, first = self.session.exec(counted).one()
        latest = select(FailedProofRow).where(*these).order_by(col(FailedProofRow.at).desc(), col(FailedProofRow.id))
        row = self.session.exec(latest.limit(1)).first()
        if row is None:
            return None
        return Tally(
            failed=failed,
            buyers=by,
            orders=at,
            first=datetime.fromtimestamp(first, UTC),
            name=row.name,
            number=OrderNo(row.number),
            account=row.account,
            shops=row.shops,
        )

    def ordinary(self, account: str, since: datetime, until: datetime) -> int:
        at = col(FailedProofRow.at)
        these = (FailedProofRow.account == account, col(FailedProofRow.ordinary).is_(True))
        query = select(func.count()).where(*these, at >= since.timestamp(), at < until.timestamp())
        return self.session.exec(query).one()

    def run(self, kind: RunKind, about: str) -> Run | None:
        row = self.session.get(GuessingRow, (kind.value, about))
        return None if row is None else from_json(Run, row.body)

    def runs(self) -> Sequence[Run]:
        oldest = (col(GuessingRow.since), col(GuessingRow.kind), col(GuessingRow.about))
        return [from_json(Run, body) for body in self.session.exec(select(GuessingRow.body).order_by(*oldest))]

    def put_run(self, run: Run) -> None:
        row = {
            "kind": run.kind.value,
            "about": run.about,
            "since": run.since.timestamp(),
            "edition": run.edition,
            "body": to_json(run),
        }
        upsert(self.session, GuessingRow, [row], ["kind", "about"])

    def drop_run(self, run: Run) -> None:
        these = (col(GuessingRow.kind) == run.kind.value, col(GuessingRow.about) == run.about)
        self.session.exec(delete(GuessingRow).where(*these))

    def forget(self, before: datetime) -> None:
        self.session.exec(delete(FailedProofRow).where(col(FailedProofRow.at) < before.timestamp()))
