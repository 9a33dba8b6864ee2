"""Reply markup as Telegram checks it. Pure.

Source: Client.cpp `get_inline_keyboard_button`; the UPPER_CASE words are the servers'."""

from typing import Any

from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.model import Json
from tests.telegram.botapi.refusals import bad

BUTTONS = 100
CALLBACK_BYTES = 64
COPY_LIMIT = 256
ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")


def reply_markup(call: Call) -> Json | None:
    """Raises: Declined."""
    told = call.parsed("reply_markup", "reply keyboard markup")
    if not told:
        return None
    if not isinstance(told, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in told:
        return told
    rows = told["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keys = [[_button(key) for key in row] for row in rows]
    if sum(map(len, keys)) > BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": [row for row in keys if row]} if any(keys) else None


def _button(key: Any) -> Json:
    if not isinstance(key, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    told = {name: value for name, value in key.items() if value is not None}
    if not isinstance(told.get("text"), str):
        raise bad("can't parse inline keyboard button: can't find field \"text\"")
    if not any(told.get(action) for action in ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(str(told.get("callback_data", "")).encode()) > CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in told and not 1 <= len(str(told["copy_text"].get("text", ""))) <= COPY_LIMIT:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in told and "://" not in str(told["url"]):
        raise bad("BUTTON_URL_INVALID")
    return told
