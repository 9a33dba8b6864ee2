"""The settings of the channel `wechat`. Pure."""

from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator, model_validator

from bots.wechat.decoding import Url, matching
from bots.wechat.keyforms import well_formed, wrong_aes_key, wrong_token
from bots.wechat.official.inbound import VIEW_WORD

PLATFORM: Final = "https://api.weixin.qq.com"
TOP_NAME: Final = 16
SUB_NAME: Final = 60
"""Bytes of a menu button's name (api_createcustommenu)."""
KEY: Final = 64
"""Bytes of a button's value: the platform takes 128, our buttons have 64."""

_Text = Annotated[str, StringConstraints(min_length=1)]


class MenuButton(BaseModel):
    """One button of the menu at the bottom of the talk: with a value (as if pressed in the talk), an address, or
    more buttons."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    name: _Text
    value: str = ""
    url: str = ""
    sub: tuple["MenuButton", ...] = Field((), max_length=5)

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum(map(bool, (self.value, self.url, self.sub))) != 1:
            raise ValueError("a button of the menu has either a value, or a url, or sub")
        if len(self.value.encode()) > KEY:
            raise ValueError(f"the value of a button is longer than {KEY} bytes")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError("the url of a button begins with http:// or https://")
        if any(one.sub for one in self.sub):
            raise ValueError("below a button of a submenu there are no further ones")
        if any(len(one.name.encode()) > SUB_NAME for one in self.sub):
            raise ValueError(f"a name in a submenu has {SUB_NAME} bytes at most: 20 characters of Chinese")
        return self


class OfficialSettings(BaseModel):
    """[channels.wechat.<account>]: one official account."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    app_id: str = Field(pattern=r"^wx[0-9a-zA-Z]{8,32}$", description="`app_id` to the AppID, like wx1234567890abcdef")
    token: SecretStr = Field(
        description="`token` to the Token that you have made up in the console, 3-32 letters, digits"
    )
    app_secret: SecretStr | None = Field(
        None, description="`app_secret` to the AppSecret; better in a secret. Without it only replies within 5 s go out"
    )
    aes_key: SecretStr | None = Field(
        None, description="`aes_key` to the EncodingAESKey, 43 letters and digits; without it plain mode is spoken"
    )
    api_url: Url = Field(PLATFORM, description="`api_url` to the root of WeChat's API, or leave it out")
    reply_seconds: float = Field(
        4.0, ge=0, le=4.5, description="`reply_seconds` to how long an answer may take to go as a reply; 0: never"
    )
    view_word: str = Field(
        VIEW_WORD, max_length=20, description="`view_word` to what a buyer sends to see what waits for him"
    )
    freshness: int = Field(600, ge=10, le=86400, description="`freshness` to how old a callback may be, in seconds")
    menu: tuple[MenuButton, ...] = Field(
        (),
        max_length=3,
        description="`menu` to up to 3 buttons: each a name of 16 bytes with a `value`, a `url`, or up to 5 `sub`",
    )
    passive_only: bool = Field(
        False, description="`passive_only` to true if the account may not write of itself, or shall not"
    )
    kf_account: str = Field(
        "", max_length=64, description="`kf_account` to the customer service account that is shown, as name@account"
    )

    @field_validator("token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        return well_formed(token, wrong_token)

    @field_validator("app_secret")
    @classmethod
    def _is_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        return secret and matching(secret, r"[0-9a-zA-Z]{16,64}")

    @field_validator("aes_key")
    @classmethod
    def _is_key(cls, key: SecretStr | None) -> SecretStr | None:
        return key and well_formed(key, wrong_aes_key)

    @field_validator("api_url")
    @classmethod
    def _is_root(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("menu")
    @classmethod
    def _are_short(cls, menu: tuple[MenuButton, ...]) -> tuple[MenuButton, ...]:
        if any(len(one.name.encode()) > TOP_NAME for one in menu):
            raise ValueError(f"a name in the menu has {TOP_NAME} bytes at most: 5 characters of Chinese")
        return menu
