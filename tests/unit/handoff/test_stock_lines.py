"""What is left, as agents read it."""

from datetime import UTC, datetime

from core.replacing import ReplacingTold
from core.shop import StockId
from core.shopparts import StockLine
from handoff.cards import DeskSettings
from handoff.ledgerlines import LedgerLines
from tests.unit.core.dialogue import ROOM, WORDS


def test_what_is_sold_out_comes_first() -> None:
    stock = tuple(StockLine(StockId(title), title, left) for title, left in (("A", 3), ("B", None), ("C", 0)))
    lines = LedgerLines(WORDS, DeskSettings(ROOM), ReplacingTold(stock=stock), datetime.now(UTC))
    assert lines.stock().splitlines()[1:] == ["• C：⚠️ 卖完了", "• A：还有 3", "• B：不限，或者店铺不告诉"]
