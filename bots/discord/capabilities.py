"""What Discord lets the shop bot do. Pure. Source, unless another is named: discord.com/developers/docs."""

from datetime import timedelta
from typing import Final

from core.channel import Capabilities, LengthUnit, Level, Rate

CONTENT: Final = 2000
"""Characters of one message: resources/message#create-message."""
NAME: Final = 32
"""Characters of an author's name above the words; twice as many when escaped."""
FILES: Final = 10
"""In one message: reference#uploading-files."""
FILE_BYTES: Final = 10 << 20
"""Of one file, where the server has no boosts: reference#uploading-files."""
ROWS: Final = 5
IN_A_ROW: Final = 5
"""components/reference#action-row, #button."""
SECOND: Final = timedelta(seconds=1)


def bot_capabilities() -> Capabilities:
    """Texts are a little shorter than Discord's limit, for the author's name and for what has to be escaped.

    Sends are idempotent by their nonce, which Discord knows for "the past few minutes"; reactions are PARTIAL: an emoji
    that Discord does not know is none."""
    return Capabilities(
        text_limit=1900,
        text_unit=LengthUnit.CHARACTERS,
        caption_limit=1900,
        buttons=Level.FULL,
        button_limit=ROWS * IN_A_ROW,
        button_value_bytes=96,  # custom_id has 100 characters; the rest keeps twins apart
        button_label_limit=80,  # components/reference#button
        links=Level.FULL,  # components/reference#button: style 5
        media=Level.FULL,
        media_per_message=FILES,
        media_bytes=FILE_BYTES,
        spans=Level.FULL,
        replies=Level.FULL,
        edits=Level.FULL,
        deletes=Level.FULL,
        typing=Level.FULL,
        reactions=Level.PARTIAL,
        idempotent_sends=Level.FULL,
        in_flight=32,
        account_rate=Rate(45, SECOND, burst=5),  # topics/rate-limits#global-rate-limit: 50 a second
        chat_rate=Rate(1, SECOND, burst=5),  # 5 in 5 seconds, as its headers tell
    )
