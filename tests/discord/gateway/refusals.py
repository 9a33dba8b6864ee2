"""How Discord says no: status, JSON code, words. Pure.

Codes: discord.com/developers/docs/topics/opcodes-and-status-codes#json."""

from typing import Any


class Declined(Exception):
    """One refused call, as it goes over the wire. `headers` go with it."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.more = more
        self.headers: dict[str, str] = {}

    @property
    def body(self) -> dict[str, Any]:
        return {"message": self.message, "code": self.code} | self.more


def unauthorized() -> Declined:
    return Declined(401, 0, "401: Unauthorized")


def not_found() -> Declined:
    return Declined(404, 0, "404: Not Found")


def broken(status: int) -> Declined:
    words = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    return Declined(status, 0, f"{status}: {words[status]}")


def too_many(after: float, scope: str = "user") -> Declined:
    """`scope`: user, shared (a limit that all bots have in common) or global.

    Its answers pass a proxy that adds `Via`; a ban by the proxy itself has none, and no JSON."""
    declined = Declined(429, 0, "You are being rate limited.", retry_after=after)
    declined.more["global"] = scope == "global"
    declined.headers = {"Retry-After": f"{after:g}", "X-RateLimit-Scope": scope, "Via": "1.1 google"}
    if scope == "global":
        declined.headers["X-RateLimit-Global"] = "true"
    return declined


def invalid(field: str, code: str, words: str) -> Declined:
    """50035. `field`: its way through the body, with dots."""
    told: dict[str, Any] = {"_errors": [{"code": code, "message": words}]}
    for name in reversed(field.split(".")):
        told = {name: told}
    return Declined(400, 50035, "Invalid Form Body", errors=told)


def too_long(field: str, limit: int) -> Declined:
    return invalid(field, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")


def unknown_channel() -> Declined:
    return Declined(404, 10003, "Unknown Channel")


def unknown_guild() -> Declined:
    return Declined(404, 10004, "Unknown Guild")


def unknown_member() -> Declined:
    return Declined(404, 10007, "Unknown Member")


def unknown_message() -> Declined:
    return Declined(404, 10008, "Unknown Message")


def unknown_user() -> Declined:
    return Declined(404, 10013, "Unknown User")


def unknown_interaction() -> Declined:
    return Declined(404, 10062, "Unknown interaction")


def already_acknowledged() -> Declined:
    return Declined(400, 40060, "Interaction has already been acknowledged.")


def tag_required() -> Declined:
    return Declined(400, 40067, "A tag is required to create a forum post in this channel")


def too_large() -> Declined:
    return Declined(413, 40005, "Request entity too large")


def missing_access() -> Declined:
    return Declined(403, 50001, "Missing Access")


def not_in_a_dm() -> Declined:
    return Declined(403, 50003, "Cannot execute action on a DM channel")


def not_yours() -> Declined:
    return Declined(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Declined:
    return Declined(400, 50006, "Cannot send an empty message")


def cannot_reach() -> Declined:
    return Declined(403, 50007, "Cannot send messages to this user")


def no_common_server() -> Declined:
    return Declined(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def not_a_text_channel() -> Declined:
    return Declined(400, 50008, "Cannot send messages in a non-text channel")


def missing_permissions() -> Declined:
    return Declined(403, 50013, "Missing Permissions")


def wrong_kind_of_channel() -> Declined:
    return Declined(400, 50024, "Cannot execute action on this channel type")


def invalid_webhook_token() -> Declined:
    return Declined(401, 50027, "Invalid Webhook Token")


def thread_archived() -> Declined:
    return Declined(400, 50083, "Thread is archived")


def thread_locked() -> Declined:
    return Declined(400, 160005, "Thread is locked")


def too_many_threads() -> Declined:
    return Declined(400, 160006, "Maximum number of active threads reached")
