"""The ledger and the stock as agents read them. Pure."""

from dataclasses import dataclass
from datetime import datetime

from core.channelnames import channel_text
from core.masking import without_marks
from core.ordercard import money, when
from core.replacing import IN_HAND, SHOP_REMOVED, Entry, Kind, ReplacingTold, Stage
from core.turns import Words
from handoff.cards import DeskSettings, buyer_text

LISTED = 15


@dataclass(frozen=True, slots=True)
class LedgerLines:
    words: Words
    settings: DeskSettings
    outcome: ReplacingTold
    at: datetime

    def ledger(self) -> str:
        entries = self.outcome.entries
        if not entries:
            return self.say("desk-ledger-none")
        number = self.outcome.order
        heading = self.say("desk-ledger") if number is None else self.say("desk-ledger-of", number=number)
        return "\n".join([heading, *(f"• {self._line(one)}" for one in entries)])

    def stock(self) -> str:
        """What is sold out comes first."""
        lines = self.outcome.stock
        if not lines:
            return self.say("desk-stock-none")
        more = [self.say("desk-stock-more")] if len(lines) > LISTED else []
        first = sorted(lines[:LISTED], key=lambda one: one.left != 0)
        shown = [f"• {without_marks(one.title)}{self._left(one.left)}" for one in first]
        return "\n".join([self.say("desk-stock"), *shown, *more])

    def say(self, key: str, /, **arguments: object) -> str:
        return self.words(self.settings.language, key, **arguments)

    def _left(self, left: int | None) -> str:
        return self.say("desk-stock-unknown") if left is None else self.say("desk-stock-left", left=left)

    def _line(self, entry: Entry) -> str:
        """`今天 14:03 · 换卡密 · KD… · ABC*-**** → XYZ*-**** · 小王（小李同意） → 小明（网页） · 已办好 · …`"""
        language = self.settings.language
        parts = [
            when(self.words, language, entry.at, self.at, self.settings.zone),
            self.say(f"desk-kind-{entry.kind}"),
            entry.order,
            *self._what(entry),
            self._who(entry),
        ]
        if entry.kind is not Kind.CLAIMED:
            rests = entry.why == SHOP_REMOVED and entry.stage in IN_HAND
            parts.append(self.say("desk-stage-rests" if rests else f"desk-stage-{entry.stage}"))
        if entry.visible is not None and entry.stage in {Stage.TAKEN, Stage.SENT}:
            parts.append(self.say(f"desk-page-{entry.visible}"))
        return without_marks(" · ".join(parts))

    def _what(self, entry: Entry) -> list[str]:
        if entry.kind is Kind.REPLACED:
            return [f"{entry.bad_masked} → {entry.masked or '?'}"]
        if entry.kind is Kind.CLAIMED:
            return [entry.bad_masked]
        if entry.kind is Kind.REFUNDED and entry.amount is not None:
            return [money(entry.amount, entry.currency)]
        return [entry.masked]

    def _who(self, entry: Entry) -> str:
        language = self.settings.language
        buyer = buyer_text(self.words, language, entry.buyer.name)
        channel = channel_text(self.words, language, entry.where.channel)
        to = self.say("desk-ledger-buyer", buyer=buyer, channel=channel)
        if entry.kind is Kind.CLAIMED:
            return to
        if entry.by.id == entry.buyer.id:
            return self.say("desk-ledger-self", buyer=to)
        agent = entry.by.name or entry.by.id
        approver = entry.approver
        if approver is None or entry.stage is Stage.REFUSED:
            return self.say("desk-ledger-agent", agent=agent, buyer=to)
        return self.say("desk-ledger-agreed", agent=agent, second=approver.name or approver.id, buyer=to)
