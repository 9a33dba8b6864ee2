"""The settings of both channels, decoded at the edge. Pure."""

from hashlib import sha256
from hmac import new as hmac
from importlib.util import find_spec
from re import fullmatch
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError, field_validator

from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from core.ports import Surroundings

OFFICIAL: Final = "https://api.telegram.org"
DOWNLOAD_BYTES: Final = 20 << 20
"""Of one file through getFile; a server that runs with --local knows no limit (core.telegram.org/bots/api#getfile)."""

TOKEN = r"^\d+:[A-Za-z0-9_-]+$"
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$", strip_whitespace=True)]


class BotSettings(BaseModel):
    """What both channels have."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    token: SecretStr = Field(description="`token` to what @BotFather told you, like 123456789:AAE…; better in a secret")
    api_url: Url = Field(OFFICIAL, description="`api_url` to the root of your own Bot API server, or leave it out")
    local_files: bool = Field(
        False, description="`local_files` to true if your own Bot API server runs with --local on this machine"
    )
    mode: Literal["polling", "webhook"] = Field("polling", description='`mode` to "polling" or "webhook"')
    webhook_secret: SecretStr | None = Field(
        None, description="`webhook_secret` to 1-256 of A-Z a-z 0-9 _ -, or leave it out: one is made"
    )
    poll_seconds: int = Field(50, ge=0, le=50, description="`poll_seconds` to 0-50, how long one question may wait")

    @field_validator("token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        return matching(token, TOKEN)

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        return secret and matching(secret, r"^[A-Za-z0-9_-]{1,256}$")

    @field_validator("api_url")
    @classmethod
    def _is_root(cls, url: str) -> str:
        return url.rstrip("/")

    @property
    def bot_id(self) -> int:
        """The bot's user id is the first half of its token."""
        return int(self.token.get_secret_value().partition(":")[0])

    @property
    def download_bytes(self) -> int:
        """The largest file that we can fetch; 0: any."""
        return 0 if self.local_files else DOWNLOAD_BYTES


class ShopSettings(BotSettings):
    """[channels.telegram.<account>]: the bot that buyers talk to."""

    messages_per_second: int = Field(
        28,
        ge=0,
        le=1000,
        description="`messages_per_second` to 28, or to what your bot has been granted; 0 (no limit of ours over all "
        "chats) is for a test server: Telegram's limits stand, also behind a Bot API server of your own",
    )
    groups: bool = Field(True, description="`groups` to false if the bot shall be silent in groups")
    business: bool = Field(True, description="`business` to false if the bot shall not answer for a business account")


class StaffSettings(BotSettings):
    """[channels.telegram-staff.<account>]: the bot in the agents' forum group."""

    group: int = Field(0, le=0, description="`group` to the group's id, like -1001234567890")
    overflow_tokens: tuple[SecretStr, ...] = Field(
        (), description="`overflow_tokens` to the tokens of further bots in the same group"
    )
    messages_per_minute: int = Field(
        20, ge=1, le=6000, description="`messages_per_minute` to 20, or to what a server other than Telegram's allows"
    )
    agents: Literal["admins", "members"] | tuple[int, ...] = Field(
        "admins", description='`agents` to "admins", "members" or a list of user ids'
    )

    @field_validator("overflow_tokens")
    @classmethod
    def _are_tokens(cls, tokens: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        return tuple(matching(token, TOKEN) for token in tokens)


S = TypeVar("S", bound=BotSettings)


def decode(model: type[S], channel: ChannelName, account: AccountId, settings: dict[str, Any]) -> S:
    """Raises: WrongSetting: names the first value that is wrong or missing, without showing it."""
    try:
        return model.model_validate(settings)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
    where = [str(part) for part in first["loc"]]
    known = model.model_fields.get(where[0])
    remedy = f"Set {known.description}." if known else f"Remove it; there are {', '.join(model.model_fields)}."
    raise WrongSetting(".".join(["channels", channel, account, *where]), f"{first['msg']}.", remedy)


def require(library: str, channel: ChannelName) -> None:
    """Raises: WrongSetting: the SDK, which is imported later, is not there."""
    if find_spec(library) is None:
        remedy = "Type: .venv/bin/pip install -c constraints.txt -e '.[telegram]'"
        raise WrongSetting(f"channels.{channel}", f"the library {library} is not installed.", remedy)


def webhook_secret(settings: BotSettings, around: Surroundings) -> str:
    """What Telegram shows us with every update: the owner's, or one that stays the same for this account."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return hmac(around.signing_key, b"telegram webhook", sha256).hexdigest()


def matching(secret: SecretStr, pattern: str) -> SecretStr:
    """The secret without blanks around it. Raises: ValueError: it has another form."""
    bare = secret.get_secret_value().strip()
    if not fullmatch(pattern, bare):
        raise ValueError("does not look like one")
    return SecretStr(bare)
