"""Which chats are one buyer's and who was introduced to whom, in SQL. Asked seldom, by people: with SQLModel."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Column, Float, Text, delete, or_
from sqlmodel import Field, Session, SQLModel, col, select

from core.kin import IntroductionId
from core.kinbook import Introduction, Kin, KinShelf, Stage
from core.messages import Address
from core.overview import TicketLine
from core.shop import OrderNo
from core.turns import Conversation, ConversationId
from storage.alone import Book, write_alone
from storage.bulk import upsert
from storage.codec import state_of, ticket_of
from storage.overview import line_of
from storage.sessions import Sessions
from storage.tables import Big, ConversationRow, ProvenRow, TicketRow

T = TypeVar("T")


class KinRow(SQLModel, table=True):
    """See core.kinbook.Kin."""

    __tablename__ = "kin"

    conversation: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    buyer: str = Field(sa_column=Column(Text, nullable=False, index=True))
    version: int = Field(sa_column=Column(Big, nullable=False))
    left_buyer: str | None = Field(default=None, sa_column=Column(Text))
    left_by: str | None = Field(default=None, sa_column=Column(Text))


class IntroductionRow(SQLModel, table=True):
    """See core.kinbook.Introduction. `until`: seconds since 1970 (UTC)."""

    __tablename__ = "introductions"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    host: int = Field(sa_column=Column(Big, nullable=False, index=True))
    guest: int | None = Field(default=None, sa_column=Column(Big))
    mark: str | None = Field(default=None, sa_column=Column(Text, unique=True))
    stage: str = Field(sa_column=Column(Text, nullable=False))
    until: float = Field(sa_column=Column(Float, nullable=False, index=True))
    answered_by: str | None = Field(default=None, sa_column=Column(Text))


@dataclass(frozen=True, slots=True)
class KinBookInSql:
    """Implements core.kinbook.KinBook."""

    sessions: Sessions

    async def run(self, job: Callable[[KinShelf], T]) -> T:
        """Linking is rare: one at a time, so that two of them never see half of each other."""
        return await write_alone(self.sessions, Book.KIN, lambda session: job(_Shelf(session)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.kinbook.KinShelf."""

    session: Session

    def conversation(self, where: Address) -> ConversationId:
        query = select(ConversationRow.id).where(ConversationRow.key == where.whole_chat.key)
        return ConversationId(self.session.exec(query).one() or 0)

    def conversations(self, ids: Collection[ConversationId]) -> Sequence[Conversation]:
        query = (
            select(ConversationRow, TicketRow.body)
            .join(TicketRow, col(TicketRow.id) == col(ConversationRow.ticket), isouter=True)
            .where(col(ConversationRow.id).in_(ids))
            .order_by(col(ConversationRow.id))
        )
        return [_conversation(row, body) for row, body in self.session.exec(query)]

    def tickets(self, conversation: ConversationId) -> Sequence[TicketLine]:
        query = (
            select(TicketRow.body, ConversationRow.state)
            .join(ConversationRow, col(ConversationRow.id) == col(TicketRow.conversation))
            .where(TicketRow.conversation == conversation)
            .order_by(col(TicketRow.opened_at).desc())
        )
        return [line_of(ticket_of(body), state_of(state)) for body, state in self.session.exec(query)]

    def kin(self, conversation: ConversationId) -> Kin | None:
        row = self.session.exec(select(KinRow).where(KinRow.conversation == conversation)).one_or_none()
        return _kin(row) if row else None

    def kin_of(self, buyer: str) -> Sequence[Kin]:
        return [_kin(row) for row in self.session.exec(select(KinRow).where(KinRow.buyer == buyer))]

    def put_kin(self, kin: Kin) -> None:
        row = {"conversation": kin.conversation, "buyer": kin.buyer, "version": kin.version}
        upsert(self.session, KinRow, [row | {"left_buyer": kin.left, "left_by": kin.left_by}], ["conversation"])

    def introduction(self, id_: IntroductionId) -> Introduction | None:
        row = self.session.exec(select(IntroductionRow).where(IntroductionRow.id == id_)).one_or_none()
        return _introduction(row) if row else None

    def introduction_by(self, mark: str) -> Introduction | None:
        row = self.session.exec(select(IntroductionRow).where(IntroductionRow.mark == mark)).one_or_none()
        return _introduction(row) if row else None

    def put_introduction(self, introduction: Introduction) -> None:
        row: dict[str, object] = {
            "id": introduction.id,
            "host": introduction.host,
            "guest": introduction.guest,
            "mark": introduction.mark,
            "stage": introduction.stage.value,
            "until": introduction.until.timestamp(),
            "answered_by": introduction.answered_by,
        }
        upsert(self.session, IntroductionRow, [row], ["id"])

    def forget_codes(self, host: ConversationId, before: datetime) -> None:
        unused = (col(IntroductionRow.host) == host) & (col(IntroductionRow.stage) == Stage.OFFERED.value)
        over = col(IntroductionRow.until) < before.timestamp()
        self.session.exec(delete(IntroductionRow).where(or_(unused, over)))

    def provers(self, order: OrderNo) -> Sequence[ConversationId]:
        newest = (col(ProvenRow.at).desc(), col(ProvenRow.conversation).desc())
        query = select(ProvenRow.conversation).where(ProvenRow.number == order).order_by(*newest)
        return [ConversationId(one) for one in self.session.exec(query)]


def _kin(row: KinRow) -> Kin:
    id_ = ConversationId(row.conversation)
    return Kin(conversation=id_, buyer=row.buyer, version=row.version, left=row.left_buyer, left_by=row.left_by)


def _introduction(row: IntroductionRow) -> Introduction:
    return Introduction(
        id=IntroductionId(row.id),
        host=ConversationId(row.host),
        guest=None if row.guest is None else ConversationId(row.guest),
        mark=row.mark,
        stage=Stage(row.stage),
        until=datetime.fromtimestamp(row.until, UTC),
        answered_by=row.answered_by,
    )


def _conversation(row: ConversationRow, body: str | None) -> Conversation:
    known = state_of(row.state)
    ticket = ticket_of(body) if body else None
    return Conversation(ConversationId(row.id or 0), known.where, known.buyer, known.memory, ticket, row.seq)
