"""Updates as Telegram writes them, and what the shop bot makes of them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bots.telegram.content import Us
from bots.telegram.inbound import to_events
from bots.telegram.settings import DOWNLOAD_BYTES
from core.messages import AccountId, ChannelName, Event

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
US = Us(ChannelName("telegram"), AccountId("main"), 1001, "kami_shop_bot", DOWNLOAD_BYTES)
BUYER = {"id": 700, "is_bot": False, "first_name": "小明", "last_name": "王", "language_code": "zh-hans"}
PRIVATE = {"id": 700, "type": "private", "first_name": "小明"}
GROUP = {"id": -1009, "type": "supergroup", "title": "买家群"}
BOT = {"id": 1001, "is_bot": True, "first_name": "shop", "username": "kami_shop_bot"}


def message(chat: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_795_000_000, "chat": chat or PRIVATE, "from": BUYER, **content}


def payload(number: int = 9, **kinds: Any) -> bytes:
    return json.dumps({"update_id": number, **kinds}).encode()


def events(us: Any = US, *, groups: Any = True, **kinds: Any) -> Sequence[Event]:
    return to_events(payload(**kinds), us, NOW, groups=groups)[0]


def said(chat: dict[str, Any] | None = None, *, us: Us = US, groups: bool = True, **content: Any) -> Sequence[Event]:
    """What one message means."""
    return events(us, groups=groups, message=message(chat, **content))
