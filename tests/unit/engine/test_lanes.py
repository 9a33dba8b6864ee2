"""The courier's window against a model of the outbox: nothing overtakes, comes twice or is forgotten."""

from collections import defaultdict
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.lanes import Lane, Lanes
from core.messages import AccountId, Address, ChannelName, ChatId, OutgoingMessage
from core.outbox import OutboxRow
from core.step import HandedOver

WINDOW = 4
CHATS = [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]


def row_to(chat: tuple[str, str], seq: int, text: str = "") -> OutboxRow:
    where = Address(ChannelName("fake"), AccountId(chat[0]), ChatId(chat[1]))
    return OutboxRow(CHATS.index(chat) + 1 if chat in CHATS else 9, seq, OutgoingMessage(to=where, text=text), where)


@dataclass(slots=True)
class Look:
    """A claim on its way: begun, then it reads the outbox, then it comes back."""

    known: set[str]
    full: list[str]
    found: dict[str, list[OutboxRow]] | None = None


class Window(RuleBasedStateMachine):
    """`stored` is the outbox: the rows of each lane that wait."""

    def __init__(self) -> None:
        super().__init__()
        self.lanes = Lanes(WINDOW)
        self.stored: dict[str, list[OutboxRow]] = defaultdict(list)
        self.resting: set[str] = set()
        self.ready: list[Lane] = []
        self.in_hand: list[Lane] = []
        self.recorded: list[Lane] = []
        self.settled: dict[str, list[int]] = defaultdict(list)
        self.look: Look | None = None
        self.untold: list[HandedOver] = []
        self.seq = 0

    @rule(chat=st.sampled_from(CHATS), count=st.integers(1, 3), lost=st.booleans())
    def a_commit_stores_rows(self, chat: tuple[str, str], count: int, lost: bool) -> None:
        """`lost`: the commit succeeded, but we were told that it had not."""
        for _ in range(count):
            self.seq += 1
            row = row_to(chat, self.seq)
            waiting = self.stored[row.lane]
            new = HandedOver(row, waiting[-1].seq if waiting else None)
            waiting.append(row)
            if not lost:
                self.untold.append(new)

    @precondition(lambda self: self.untold)
    @rule()
    def a_commit_is_told(self) -> None:
        """In the order of the commits, but a claim may have been faster."""
        lane = self.lanes.hand_over(self.untold.pop(0))
        if lane is not None:
            self.ready.append(lane)

    @precondition(lambda self: self.look is None)
    @rule()
    def a_claim_begins(self) -> None:
        self.look = Look(set(self.lanes.begin_claim()), self.lanes.full())

    @precondition(lambda self: self.look is not None and self.look.found is None)
    @rule()
    def a_claim_reads(self) -> None:
        assert self.look is not None
        without = self.look.known | self.resting
        due = {lane: list(rows) for lane, rows in self.stored.items() if rows and lane not in without}
        self.look.found = {lane: rows for lane, rows in due.items() if rows[0].account not in self.look.full}

    @precondition(lambda self: self.look is not None and self.look.found is not None)
    @rule()
    def a_claim_comes_back(self) -> None:
        assert self.look is not None
        assert self.look.found is not None
        for key, rows in self.look.found.items():
            lane = self.lanes.claimed(key, rows)
            if lane is not None:
                self.ready.append(lane)
        self.look = None

    @precondition(lambda self: self.ready)
    @rule(data=st.data())
    def a_lane_is_sent(self, data: st.DataObject) -> None:
        lane = self.ready.pop(data.draw(st.integers(0, len(self.ready) - 1)))
        if not self.lanes.has(lane):
            return
        waiting = self.stored[lane.key]
        assert lane.head.seq not in self.settled[lane.key], "sent twice"
        assert lane.head.seq == waiting[0].seq, "overtaken"
        assert lane.key not in {one.key for one in [*self.in_hand, *self.recorded]}, "two of one lane at once"
        lane.in_hand = True
        self.in_hand.append(lane)

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data())
    def it_is_recorded(self, data: st.DataObject) -> None:
        lane = self.in_hand.pop(data.draw(st.integers(0, len(self.in_hand) - 1)))
        self._settle(lane)
        self.recorded.append(lane)

    def _settle(self, lane: Lane) -> None:
        waiting, seq = self.stored[lane.key], lane.head.seq
        if seq in [row.seq for row in waiting]:
            self.stored[lane.key] = [row for row in waiting if row.seq != seq]
            self.settled[lane.key].append(seq)

    @precondition(lambda self: self.recorded)
    @rule(data=st.data())
    def the_next_one_of_the_lane(self, data: st.DataObject) -> None:
        """What was recorded was told after what was committed before it."""
        while self.untold:
            self.a_commit_is_told()
        lane = self.recorded.pop(data.draw(st.integers(0, len(self.recorded) - 1)))
        lane.in_hand = False
        if self.lanes.advance(lane):
            self.ready.append(lane)

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), long=st.booleans())
    def it_is_put_off(self, data: st.DataObject, long: bool) -> None:
        lane = self.in_hand.pop(data.draw(st.integers(0, len(self.in_hand) - 1)))
        lane.in_hand = False
        if long:
            self.resting.add(lane.key)
        if long or not lane.ours:
            self.lanes.forget(lane)
        else:
            self.lanes.retry(lane)
            self.ready.append(lane)

    @rule()
    def those_that_rest_are_due(self) -> None:
        self.resting.clear()

    @rule(stolen=st.booleans())
    def the_epoch_is_lost(self, stolen: bool) -> None:
        """`stolen`: before we know of it, another process has adopted and sent all that waited."""
        for lane, rows in self.stored.items() if stolen else ():
            self.settled[lane] += [row.seq for row in rows]
            rows.clear()
        self.untold.clear()
        self.lanes.disown()

    @invariant()
    def the_window_is_kept(self) -> None:
        for account in ("fake/a", "fake/b"):
            held = sum(len(lane.rows) for lane in self.lanes if lane.account == account)
            assert held <= WINDOW
            assert self.lanes.room(account) == WINDOW - held
        assert len(self.lanes) == sum(len(lane.rows) for lane in self.lanes)

    def teardown(self) -> None:
        """Left alone, everything is sent, each lane in order."""
        for _ in range(300):
            self._one_round()
            if not any(self.stored.values()):
                break
        assert not any(self.stored.values())
        assert all(seqs == sorted(set(seqs)) for seqs in self.settled.values())
        assert sum(map(len, self.settled.values())) == self.seq
        assert len(self.lanes) == 0

    def _one_round(self) -> None:
        self.resting.clear()
        while self.untold:
            self.a_commit_is_told()
        if self.look is None:
            self.a_claim_begins()
        if self.look is not None and self.look.found is None:
            self.a_claim_reads()
        self.a_claim_comes_back()
        for lane in [*self.ready]:
            self.ready.remove(lane)
            if self.lanes.has(lane):
                assert lane.head.seq == self.stored[lane.key][0].seq, "overtaken at the end"
                self.in_hand.append(lane)
        for lane in [*self.in_hand]:
            self.in_hand.remove(lane)
            self._settle(lane)
            self.recorded.append(lane)
        for lane in [*self.recorded]:
            self.recorded.remove(lane)
            if self.lanes.advance(lane):
                self.ready.append(lane)


TestWindow = Window.TestCase
TestWindow.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)


class TestOneAfterTheOther:
    def test_a_row_with_nothing_before_it_may_go(self) -> None:
        lanes = Lanes(WINDOW)
        lane = lanes.hand_over(HandedOver(row_to(("a", "1"), 1)))
        assert lane is not None
        assert lanes.hand_over(HandedOver(row_to(("a", "1"), 2), 1)) is None
        assert [row.seq for row in lane.rows] == [1, 2]

    def test_a_row_with_a_gap_before_it_is_left_to_a_claim(self) -> None:
        lanes = Lanes(WINDOW)
        assert lanes.hand_over(HandedOver(row_to(("a", "1"), 7), 5)) is None
        assert not lanes.holds(row_to(("a", "1"), 7))
        assert lanes.behind

    def test_a_full_account_leaves_the_others_their_room(self) -> None:
        lanes = Lanes(WINDOW)
        for seq in range(1, 10):
            lanes.hand_over(HandedOver(row_to(("a", "1"), seq), seq - 1 or None))
        assert lanes.full() == ["fake/a"]
        assert lanes.hand_over(HandedOver(row_to(("b", "1"), 1))) is not None

    def test_a_row_that_a_claim_has_brought_already_is_not_taken_again(self) -> None:
        lanes, row = Lanes(WINDOW), row_to(("a", "1"), 1)
        lanes.begin_claim()
        lane = lanes.claimed(row.lane, [row])
        assert lane is not None
        assert lanes.hand_over(HandedOver(row)) is None
        assert len(lane.rows) == 1
        lanes.advance(lane)
        assert lanes.hand_over(HandedOver(row)) is None
        assert len(lanes) == 0

    def test_an_old_look_does_not_bring_the_rest_of_a_lane_that_was_put_off(self) -> None:
        lanes, chat = Lanes(1), ("a", "1")
        lanes.begin_claim()
        lane = lanes.hand_over(HandedOver(row_to(chat, 1)))
        assert lane is not None
        assert lanes.hand_over(HandedOver(row_to(chat, 2), 1)) is None
        lanes.forget(lane)
        assert lanes.claimed(lane.key, [row_to(chat, 1), row_to(chat, 2)]) is None

    def test_an_old_look_does_not_bring_back_what_is_sent(self) -> None:
        """The claim has read the row while it was being sent; it was recorded, and only then the claim came back."""
        lanes, row = Lanes(WINDOW), row_to(("a", "1"), 1)
        assert list(lanes.begin_claim()) == []
        lane = lanes.hand_over(HandedOver(row))
        assert lane is not None
        assert not lanes.advance(lane)
        assert lanes.claimed(row.lane, [row]) is None
        assert len(lanes) == 0
