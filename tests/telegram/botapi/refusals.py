"""How the Bot API says no: status, words and parameters. Pure.

The words are those of tdlib/telegram-bot-api (Client.cpp: `fail_query_with_error`, `check_chat_access`,
`check_message`, `check_reply_parameters`) and of tdlib/td; UPPER_CASE words come from Telegram's servers."""

from typing import Any


class Declined(Exception):
    """One refused call, as it goes over the wire."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        known: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return known | ({"parameters": self.parameters} if self.parameters else {})


def bad(words: str, **parameters: Any) -> Declined:
    return Declined(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> Declined:
    return Declined(403, f"Forbidden: {words}")


def conflict(words: str) -> Declined:
    return Declined(409, f"Conflict: {words}")


def too_many(after: int) -> Declined:
    return Declined(429, f"Too Many Requests: retry after {after}", retry_after=after)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
BY_WEBHOOK = "terminated by setWebhook request"
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
UPGRADED = "group chat was upgraded to a supergroup chat"
