"""Entries of sync_msg, as WeCom tells them."""

import json
from typing import Any

KFID, CUSTOMER = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q", "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
SENT = 1767261600
"""2026-01-01, 10:00 UTC."""


def entry(msgtype: str, content: object, **fields: Any) -> bytes:
    """A customer's message."""
    known = {"msgid": "m1", "open_kfid": KFID, "external_userid": CUSTOMER, "send_time": SENT, "origin": 3}
    return json.dumps({**known, "msgtype": msgtype, msgtype: content, **fields}).encode()


def text(content: str, **fields: Any) -> bytes:
    return entry("text", {"content": content}, **fields)


def happened(kind: str, msgid: str = "e1", sent: int = SENT, **fields: Any) -> bytes:
    """What the platform tells: account and customer stand inside."""
    event = {"event_type": kind, "open_kfid": KFID, "external_userid": CUSTOMER, **fields}
    known = {"msgid": msgid, "send_time": sent, "origin": 4, "msgtype": "event"}
    return json.dumps({**known, "event": event}).encode()
