"""The two channels' settings, decoded at the edge."""

from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from core.errors import WrongSetting

ORDER_KEY_CHARACTERS = 32


class PageSettings(BaseModel):
    """What both pages have. `prefix` goes before every path, for a second account on the same server.
    `check_hashes`: how many a stranger's page computes at most before he may try an order, while somebody guesses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: str = Field(default="", pattern=r"^(/[A-Za-z0-9_-]+)*$")
    upload_bytes: int = Field(default=20 * 1024 * 1024, ge=1024, le=512 * 1024 * 1024)
    uploads_per_hour: int = Field(default=60, ge=1)
    frames_per_second: float = Field(default=5, gt=0)
    frames_at_once: int = Field(default=30, ge=1)
    pages_at_once: int = Field(default=30, ge=1)
    check_hashes: int = Field(default=200_000, ge=1000, le=4_000_000)


class BuyerSettings(PageSettings):
    """`embed_origins`: the shops' sites that may show the chat in their pages (`https://shop.example`).
    `bot_name`: how the bot signs; empty for the page's own word. `demo_shop` serves the example page.
    `order_key`: what the shop's pages sign order numbers with (`openssl rand -hex 32`); `order_shop`: whose they are.
    `newcomers_…`: new visitors from one network address, which many phones may share."""

    embed_origins: tuple[str, ...] = ()
    bot_name: str = Field(default="", max_length=40)
    demo_shop: bool = True
    order_key: SecretStr = SecretStr("")
    order_shop: str = "builtin"
    newcomers_at_once: int = Field(default=60, ge=1)
    newcomers_per_minute: float = Field(default=30, gt=0)

    @field_validator("order_key")
    @classmethod
    def _is_long(cls, key: SecretStr) -> SecretStr:
        if key.get_secret_value() and len(key.get_secret_value()) < ORDER_KEY_CHARACTERS:
            raise ValueError(f"is shorter than {ORDER_KEY_CHARACTERS} characters: orders could be forged")
        return key

    @field_validator("embed_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            parts = urlsplit(origin)
            bare = f"{parts.scheme}://{parts.netloc}"
            if parts.scheme not in {"http", "https"} or origin != bare or any(c in origin for c in " ;,*'\""):
                raise ValueError(f"{origin!r} is not an origin such as https://shop.example")
        return origins


class StaffSettings(PageSettings):
    """`signed_out_before` ends every session and login link that is older, in one stroke; `left` those of agents who
    work here no more, by name."""

    link_valid: timedelta = timedelta(hours=24)
    session_valid: timedelta = timedelta(days=30)
    signed_out_before: AwareDatetime | None = None
    left: tuple[str, ...] = ()
    frames_per_second: float = Field(default=20, gt=0)
    frames_at_once: int = Field(default=100, ge=1)
    uploads_per_hour: int = Field(default=600, ge=1)


S = TypeVar("S", bound=PageSettings)


def decode(model: type[S], section: str, settings: dict[str, Any]) -> S:
    """Raises: WrongSetting: names the first wrong value."""
    try:
        return model.model_validate(settings)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = ".".join(str(part) for part in ("channels", section, *first["loc"]))
        known = ", ".join(sorted(model.model_fields))
        raise WrongSetting(name, f"{first['msg']}.", f"Correct it; this section knows: {known}.") from wrong
