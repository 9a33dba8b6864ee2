"""What this channel can do, and the settings that decide it. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, SecretStr

from core.channel import Capabilities, Level, Rate


def _by_name(value: object) -> object:
    """Levels are written by name (`edits = "none"`). Raises: ValueError: no such level."""
    if not isinstance(value, str):
        return value
    if value.upper() not in Level.__members__:
        raise ValueError("must be none, partial or full")
    return Level[value.upper()]


NamedLevel = Annotated[Level, BeforeValidator(_by_name)]


class Features(BaseModel):
    """Abilities that can be switched off, so that tests see what the product does without them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    buttons: NamedLevel = Level.FULL
    links: NamedLevel = Level.FULL
    media: NamedLevel = Level.FULL
    spans: NamedLevel = Level.FULL
    replies: NamedLevel = Level.FULL
    edits: NamedLevel = Level.FULL
    deletes: NamedLevel = Level.FULL
    threads: NamedLevel = Level.FULL
    typing: NamedLevel = Level.FULL
    marks: NamedLevel = Level.FULL


class FakeSettings(BaseModel):
    """The section of the settings file for one account of this channel."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    secret: SecretStr = Field(
        min_length=8, description="`secret`: what both sides show each other, 8 characters at least"
    )
    platform_url: HttpUrl = Field(description="`platform_url`: where the platform listens, as http://host:port")
    room: str = Field("staff-room", description="`room`: the group where agents sit")
    takes_keys: bool = Field(True, description="`takes_keys`: whether the platform drops a second message of one key")
    text_limit: int = Field(4096, ge=1, description="`text_limit`: characters of one message")
    caption_limit: int = Field(1024, ge=0, description="`caption_limit`: characters below a file")
    media_bytes: int = Field(20 << 20, ge=0, description="`media_bytes`: bytes of one file")
    in_flight: int = Field(64, ge=1, description="`in_flight`: how many calls may wait for the platform at once")
    timeout: timedelta = Field(timedelta(seconds=30), description="`timeout`: seconds to wait for an answer")
    account_rate: Rate | None = Field(None, description="`account_rate`: amount, per (seconds) and burst, or nothing")
    chat_rate: Rate | None = Field(None, description="`chat_rate`: amount, per (seconds) and burst, or nothing")
    features: Features = Field(Features(), description="`features`: abilities and their level: none, partial or full")


METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "edits": ("edit",),
    "deletes": ("delete",),
    "threads": ("open_thread", "title_thread", "room"),
    "typing": ("typing",),
    "marks": ("mark_delivered",),
}
"""The methods that each ability of `Features` needs; those of an ability that is NONE are not offered."""


def capabilities(settings: FakeSettings) -> Capabilities:
    """The limits and levels of one account."""
    features = settings.features
    return Capabilities(
        text_limit=settings.text_limit,
        caption_limit=settings.caption_limit,
        buttons=features.buttons,
        button_limit=100,
        button_value_bytes=64,
        links=features.links,
        media=features.media,
        media_per_message=10,
        media_bytes=settings.media_bytes,
        spans=features.spans,
        replies=features.replies,
        edits=features.edits,
        deletes=features.deletes,
        threads=features.threads,
        typing=features.typing,
        idempotent_sends=Level.FULL if settings.takes_keys else Level.NONE,
        in_flight=settings.in_flight,
        account_rate=settings.account_rate,
        chat_rate=settings.chat_rate,
    )
