"""What the web pages can do, as data. Nothing here is a platform's limit: they are ours."""

from dataclasses import replace

from core.channel import Capabilities, Level

TEXT_LIMIT = 8000
"""Characters of one message; also what a page may send."""


def buyer_capabilities(media_bytes: int) -> Capabilities:
    """The buyer chat: everything but threads."""
    return replace(_capabilities(media_bytes, Level.NONE), checks=Level.FULL)


def staff_capabilities(media_bytes: int) -> Capabilities:
    """The staff room: a thread per ticket."""
    return _capabilities(media_bytes, Level.FULL)


def _capabilities(media_bytes: int, threads: Level) -> Capabilities:
    return Capabilities(
        text_limit=TEXT_LIMIT,
        caption_limit=TEXT_LIMIT,
        buttons=Level.FULL,
        button_limit=40,
        button_value_bytes=512,
        links=Level.FULL,
        media=Level.FULL,
        media_per_message=10,
        media_bytes=media_bytes,
        spans=Level.FULL,
        replies=Level.FULL,
        edits=Level.FULL,
        deletes=Level.FULL,
        threads=threads,
        typing=Level.FULL,
        idempotent_sends=Level.FULL,
        in_flight=64,
    )
