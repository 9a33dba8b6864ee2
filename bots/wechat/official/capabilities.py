"""What the official account lets us do. Pure.

Sources: developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage and api_typing,
…/api/material/temporary/api_uploadtempmedia, …/guide/product/message/Passive_user_reply_message."""

from typing import Final

from bots.wechat.uploads import MEGA, form
from core.channel import Capabilities, LengthUnit, Level, Merging

TEXT_BYTES: Final = 2048
"""Of one text or choice message, as measured by many; the sister product's document says so (94677)."""
LABEL_BYTES: Final = 60
"""Of a choice that is written out: twenty characters of Chinese."""
AUTHOR_BYTES: Final = 48

FORMS: Final = (
    form("image", "jpg", "image/jpeg", rb"\xff\xd8\xff", 10 * MEGA),
    form("image", "png", "image/png", rb"\x89PNG\r\n\x1a\n", 10 * MEGA),
    form("image", "gif", "image/gif", rb"GIF8[79]a", 10 * MEGA),
    form("voice", "amr", "audio/amr", rb"#!AMR", 2 * MEGA),
    form("voice", "mp3", "audio/mp3", rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfb]", 2 * MEGA),
    form("video", "mp4", "video/mp4", rb"....ftyp(?!hei|hev|mif1|msf1|avi|qt  |M4A )", 10 * MEGA),
)
"""uploadTempMedia: png, jpg, gif to 10 MB; amr, mp3 to 2 MB and 60 s; mp4 to 10 MB."""

CAPABILITIES: Final = Capabilities(
    text_limit=1440,  # of TEXT_BYTES: the rest is for eight choices, the author and the hint
    text_unit=LengthUnit.UTF8,
    buttons=Level.PARTIAL,  # msgmenu: links below the text; numbered lines in a passive reply
    button_limit=8,
    button_value_bytes=64,
    button_label_limit=20,
    media=Level.PARTIAL,  # what is none of FORMS is told in words
    media_per_message=1,
    typing=Level.PARTIAL,  # within 30 s of an exchange, and by verified accounts
    in_flight=16,
    merges=Merging.ALL,
)
