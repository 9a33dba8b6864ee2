"""The tables of the engine. SQLModel is schema, migrations and cold paths; the hot path uses `storage.statements`.

Times are seconds since 1970 (UTC) as floats where they are only compared; order never comes from them but from `seq`,
which counts events, messages and work inside one conversation."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

Big = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts rows by itself only in a column that is plainly INTEGER."""

PENDING = "pending"
SENDING = "sending"
SENT = "sent"
DONE = "done"
PARKED = "parked"

WAITING_ROWS = text("state IN ('pending', 'sending')")


class ConversationRow(SQLModel, table=True):
    """One chat with one buyer: what we remember, and the counter that gives its events and messages their order."""

    __tablename__ = "conversations"

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    key: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    seq: int = Field(sa_column=Column(Big, nullable=False))
    ticket: str | None = Field(default=None, sa_column=Column(Text))
    state: str = Field(sa_column=Column(Text, nullable=False))
    updated_at: float = Field(sa_column=Column(Float, nullable=False))


class TicketRow(SQLModel, table=True):
    __tablename__ = "tickets"
    __table_args__ = (
        Index(
            "tickets_open", "state", sqlite_where=text("state <> 'closed'"), postgresql_where=text("state <> 'closed'")
        ),
    )

    id: str = Field(sa_column=Column(Text, primary_key=True))
    conversation: int = Field(sa_column=Column(Big, nullable=False, index=True))
    state: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    opened_at: float = Field(sa_column=Column(Float, nullable=False))
    closed_at: float | None = Field(default=None, sa_column=Column(Float))


class ThreadRow(SQLModel, table=True):
    """A thread of a staff room and the conversation it shows; the newest of a ticket is the one written to."""

    __tablename__ = "threads"
    __table_args__ = (Index("threads_ticket", "room", "ticket"),)

    key: str = Field(sa_column=Column(Text, primary_key=True))
    room: str = Field(sa_column=Column(Text, nullable=False))
    ticket: str = Field(sa_column=Column(Text, nullable=False))
    conversation: int = Field(sa_column=Column(Big, nullable=False))
    thread: str = Field(sa_column=Column(Text, nullable=False))
    current: bool = Field(default=True, nullable=False)


class EventRow(SQLModel, table=True):
    """What came in, under its idempotency key. `body` is None where it held a secret."""

    __tablename__ = "events"
    __table_args__ = (Index("events_history", "conversation", "seq"),)

    id: str = Field(sa_column=Column(Text, primary_key=True))
    conversation: int = Field(sa_column=Column(Big, nullable=False))
    seq: int = Field(sa_column=Column(Big, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    body: str | None = Field(default=None, sa_column=Column(Text))


class OutboxTable(SQLModel, table=True):
    """What goes out; kept afterwards as the other half of the history."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_lane", "lane", "seq", sqlite_where=WAITING_ROWS, postgresql_where=WAITING_ROWS),
        Index("outbox_due", "owner", "priority", "due", sqlite_where=WAITING_ROWS, postgresql_where=WAITING_ROWS),
    )

    conversation: int = Field(sa_column=Column(Big, primary_key=True))
    seq: int = Field(sa_column=Column(Big, primary_key=True))
    lane: str = Field(sa_column=Column(Text, nullable=False))
    account: str = Field(sa_column=Column(Text, nullable=False))
    owner: int = Field(sa_column=Column(Big, nullable=False))
    priority: int = Field(sa_column=Column(Integer, nullable=False))
    due: float = Field(sa_column=Column(Float, nullable=False))
    tries: int = Field(sa_column=Column(Integer, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    why: str | None = Field(default=None, sa_column=Column(Text))


class LinkRow(SQLModel, table=True):
    """`shown` shows `origin` to the other side. In the order of `seq` (of the message sent) and `part`.

    A long text is shown by several; several short ones that waited are shown by one."""

    __tablename__ = "links"

    shown: str = Field(sa_column=Column(Text, primary_key=True))
    origin: str = Field(sa_column=Column(Text, primary_key=True, index=True))
    shown_ref: str = Field(sa_column=Column(Text, nullable=False))
    origin_ref: str = Field(sa_column=Column(Text, nullable=False))
    seq: int = Field(sa_column=Column(Big, nullable=False))
    part: int = Field(sa_column=Column(Integer, nullable=False))


class TimerRow(SQLModel, table=True):
    """Rings once. `seq` tells one setting of a name from the next."""

    __tablename__ = "timers"

    conversation: int = Field(sa_column=Column(Big, primary_key=True))
    name: str = Field(sa_column=Column(Text, primary_key=True))
    seq: int = Field(sa_column=Column(Big, nullable=False))
    due: float = Field(sa_column=Column(Float, nullable=False, index=True))
    where: str = Field(sa_column=Column(Text, nullable=False))
    data: str = Field(sa_column=Column(Text, nullable=False))


class WorkRow(SQLModel, table=True):
    """A slow question, until its outcome has come in by the door."""

    __tablename__ = "work"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    owner: int = Field(sa_column=Column(Big, nullable=False))
    due: float = Field(sa_column=Column(Float, nullable=False, index=True))
    tries: int = Field(sa_column=Column(Integer, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    where: str = Field(sa_column=Column(Text, nullable=False))
    buyer: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


class ProvenRow(SQLModel, table=True):
    """In which conversations an order was fully proven: where two of them may meet as one buyer's."""

    __tablename__ = "proven_orders"

    number: str = Field(sa_column=Column(Text, primary_key=True))
    conversation: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    at: float = Field(sa_column=Column(Float, nullable=False))


class QuestionRow(SQLModel, table=True):
    """What a buyer asked the FAQ and what came of it, see core.lessons.Heard."""

    __tablename__ = "faq_questions"

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    conversation: int = Field(sa_column=Column(Big, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    text: str = Field(sa_column=Column(Text, nullable=False))
    language: str = Field(sa_column=Column(Text, nullable=False))
    outcome: str = Field(sa_column=Column(Text, nullable=False))
    entry: str = Field(sa_column=Column(Text, nullable=False))
    score: float = Field(sa_column=Column(Float, nullable=False))
    trial: bool = Field(sa_column=Column(Boolean, nullable=False))


class VoteRow(SQLModel, table=True):
    """Whether an answer helped a buyer: his last word on it counts."""

    __tablename__ = "faq_votes"

    conversation: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    entry: str = Field(sa_column=Column(Text, primary_key=True))
    trial: bool = Field(sa_column=Column(Boolean, primary_key=True))
    at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    language: str = Field(sa_column=Column(Text, nullable=False))
    helped: bool = Field(sa_column=Column(Boolean, nullable=False))


class ParkedRow(SQLModel, table=True):
    """A payload nobody could parse, for people to look at."""

    __tablename__ = "parked"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    where: str = Field(sa_column=Column(Text, nullable=False))
    why: str = Field(sa_column=Column(Text, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False))
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BoxRow(SQLModel, table=True):
    """A mailbox and its counter."""

    __tablename__ = "boxes"

    box: str = Field(sa_column=Column(Text, primary_key=True))
    seq: int = Field(sa_column=Column(Big, nullable=False))


class PostRow(SQLModel, table=True):
    __tablename__ = "posts"
    __table_args__ = (Index("posts_seq", "box", "seq", unique=True), Index("posts_born", "box", "born"))

    box: str = Field(sa_column=Column(Text, primary_key=True))
    key: str = Field(sa_column=Column(Text, primary_key=True))
    born: int = Field(sa_column=Column(Big, nullable=False))
    seq: int = Field(sa_column=Column(Big, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BucketRow(SQLModel, table=True):
    """A rate limit shared by all processes: the theoretical arrival time of GCRA, and until when a platform wants rest.

    On the database's clock."""

    __tablename__ = "buckets"

    key: str = Field(sa_column=Column(Text, primary_key=True))
    arrival: float = Field(sa_column=Column(Float, nullable=False))
    blocked: float = Field(sa_column=Column(Float, nullable=False))


class NodeRow(SQLModel, table=True):
    """Every start of a process gets an epoch; on PostgreSQL a session advisory lock shows that it lives."""

    __tablename__ = "nodes"

    epoch: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    started_at: float = Field(sa_column=Column(Float, nullable=False))
