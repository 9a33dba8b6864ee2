"""What WeChat customer service lets us do. Pure.

Sources: developer.work.weixin.qq.com, documents 94677 (send_msg), 95122 (send_msg_on_event), 90253 (media/upload)."""

from typing import Final

from bots.wechat.uploads import MEGA, form
from core.channel import Capabilities, LengthUnit, Level, Merging

TEXT_BYTES: Final = 2048
"""Of text.content (94677)."""
HEAD_BYTES: Final = 1024
"""Of msgmenu.head_content (94677)."""
AUTHOR: Final = 20
"""Characters of an author's name, with which every text begins."""
MESSAGES: Final = 5
"""To one customer after each of his messages, within 48 hours (94677)."""
FILE_BYTES: Final = 20 << 20
FORMS: Final = (
    form("image", "png", "image/png", rb"\x89PNG\r\n\x1a\n", 10 * MEGA),
    form("image", "jpg", "image/jpeg", rb"\xff\xd8\xff", 10 * MEGA),
    form("voice", "amr", "audio/amr", rb"#!AMR", 2 * MEGA),
    form("video", "mp4", "video/mp4", rb".{4}ftyp", 10 * MEGA),
    form("file", "", "", rb"", FILE_BYTES),
)
"""What is no picture, voice or video, or too big for one, goes as a file (90253)."""

CAPABILITIES: Final = Capabilities(
    text_limit=1280,  # of TEXT_BYTES: the rest is for the author's name and for choices that are written out
    text_unit=LengthUnit.UTF8,
    buttons=Level.PARTIAL,  # one below the other, and they disappear with the talk
    button_limit=8,
    button_value_bytes=64,  # msgmenu.list.click.id
    button_label_limit=20,  # of 128 bytes of click.content, four at most for each
    media=Level.PARTIAL,  # what is no PNG, JPEG, AMR or MP4 goes as a file
    media_per_message=1,
    media_bytes=FILE_BYTES,
    idempotent_sends=Level.FULL,  # a msgid is taken once for each customer service account (94677)
    in_flight=16,
    merges=Merging.ALL,
)
