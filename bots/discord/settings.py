"""The settings of both channels, decoded at the edge. Pure."""

from importlib.util import find_spec
from re import fullmatch
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from core.errors import WrongSetting
from core.messages import AccountId, ChannelName

OFFICIAL: Final = "https://discord.com/api/v10"
GATEWAY: Final = "wss://gateway.discord.gg/"
STICKERS: Final = "https://media.discordapp.net/stickers"
"""Whence stickers come (discord.com/developers/docs/reference#image-formatting)."""

TOKEN: Final = r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{16,}"
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$", strip_whitespace=True)]
WsUrl = Annotated[str, StringConstraints(pattern=r"^wss?://[^\s/?#]+(/[^\s?#]*)?$", strip_whitespace=True)]
Snowflake = Annotated[int, Field(ge=0, lt=1 << 63)]
"""An id of Discord's; 0: none. TOML has no larger whole numbers, and Discord no larger ids for a long time."""


class BotSettings(BaseModel):
    """What both channels have."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    token: SecretStr = Field(
        description="`token` to what the developer portal shows under Bot, Reset Token; better in a secret"
    )
    guild: Snowflake = Field(
        0,
        description="`guild` to the server's id: Discord, Settings, Advanced, Developer Mode; right click, Copy ID",
    )
    message_content: bool = Field(
        False,
        description="`message_content` to true if the Message Content Intent is on in the developer portal, under Bot",
    )
    api_url: Url = Field(OFFICIAL, description="`api_url` to the root of your test server's REST API, or leave it out")
    gateway_url: WsUrl = Field(
        GATEWAY, description="`gateway_url` to your test server's gateway, or leave it out: it is asked"
    )

    @field_validator("token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        """Raises: ValueError: it has another form."""
        bare = token.get_secret_value().strip().removeprefix("Bot ").strip()
        if not fullmatch(TOKEN, bare):
            raise ValueError("does not look like a token")
        return SecretStr(bare)

    @field_validator("api_url")
    @classmethod
    def _is_root(cls, url: str) -> str:
        return url.rstrip("/")


class ShopSettings(BotSettings):
    """[channels.discord.<account>]: the bot that buyers talk to."""

    contact_channel: Snowflake = Field(
        0, description="`contact_channel` to the id of the text channel where the contact button shall stand, or 0"
    )
    open_in: Literal["dm", "thread"] = Field(
        "dm", description='`open_in` to "dm" (direct messages) or "thread" (a private thread in `contact_channel`)'
    )
    commands: bool = Field(True, description="`commands` to false if the bot shall have no slash commands")
    stickers_url: Url = Field(STICKERS, description="`stickers_url` to your test server's stickers, or leave it out")

    @model_validator(mode="after")
    def _threads_can_be_read(self) -> Self:
        """Raises: ValueError: Discord tells bots without the intent nothing of what is written in a server."""
        if self.open_in == "thread" and not (self.contact_channel and self.message_content):
            raise ValueError("private threads need `contact_channel` and `message_content = true`")
        return self


S = TypeVar("S", bound=BotSettings)


def decode(model: type[S], channel: ChannelName, account: AccountId, settings: dict[str, Any]) -> S:
    """Raises: WrongSetting: names the first value that is wrong or missing, without showing it."""
    try:
        return model.model_validate(settings)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
    where = [str(part) for part in first["loc"]]
    if not where:
        remedy = "Switch the intent on in the developer portal, or take open_in out."
        raise WrongSetting(f"channels.{channel}.{account}", f"{first['msg']}.", remedy)
    known = model.model_fields.get(where[0])
    remedy = f"Set {known.description}." if known else f"Remove it; there are {', '.join(model.model_fields)}."
    raise WrongSetting(".".join(["channels", channel, account, *where]), f"{first['msg']}.", remedy)


def require(channel: ChannelName) -> None:
    """Raises: WrongSetting: the SDK, which is imported later, is not there."""
    if find_spec("discord") is None:
        remedy = "Type: .venv/bin/pip install -c constraints.txt -e '.[discord]'"
        raise WrongSetting(f"channels.{channel}", "the library discord.py is not installed.", remedy)
