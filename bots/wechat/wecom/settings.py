"""The settings of the channel `wecom`, decoded at the edge. Pure."""

from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints, field_validator

from bots.wechat.decoding import Url, matching
from bots.wechat.keyforms import well_formed, wrong_aes_key, wrong_token

OFFICIAL: Final = "https://qyapi.weixin.qq.com"


def _as_several(value: object) -> object:
    """One id, several, or "" for all there are."""
    return ((value,) if value else ()) if isinstance(value, str) else value


OpenKfId = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,64}$")]
OpenKfIds = Annotated[tuple[OpenKfId, ...], BeforeValidator(_as_several)]


class CustomerServiceSettings(BaseModel):
    """[channels.wecom.<account>]: one company's WeChat customer service (微信客服)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)

    corp_id: str = Field(
        pattern=r"^[A-Za-z0-9_-]{4,64}$",
        description="`corp_id` to the company's id, like ww1234567890abcdef (我的企业 → 企业信息)",
    )
    secret: SecretStr = Field(description="`secret` to the Secret of the app that may call 微信客服")
    token: SecretStr = Field(description="`token` to the Token of the callback (微信客服 → 回调配置)")
    aes_key: SecretStr = Field(description="`aes_key` to the callback's EncodingAESKey, 43 letters and digits")
    open_kfid: OpenKfIds = Field(
        (), description='`open_kfid` to a customer service account like wkABC, a list of them, or "" for all'
    )
    api_url: Url = Field(OFFICIAL, description="`api_url` to the root of WeCom's API, or leave it out")
    welcome: bool = Field(True, description="`welcome` to false if people who come in shall not be greeted")
    take_back: bool = Field(
        True, description="`take_back` to false if our agents shall not take over a talk from people in the WeCom app"
    )
    poll_seconds: int = Field(
        300, ge=0, le=86400, description="`poll_seconds` to how often we look without having been called; 0: never"
    )
    freshness: int = Field(600, ge=10, le=86400, description="`freshness` to how old a callback may be, in seconds")

    @field_validator("secret")
    @classmethod
    def _is_secret(cls, secret: SecretStr) -> SecretStr:
        return matching(secret, r"[A-Za-z0-9_-]{8,128}")

    @field_validator("token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        return well_formed(token, wrong_token)

    @field_validator("aes_key")
    @classmethod
    def _is_key(cls, key: SecretStr) -> SecretStr:
        return well_formed(key, wrong_aes_key)

    @field_validator("api_url")
    @classmethod
    def _is_root(cls, url: str) -> str:
        return url.rstrip("/")
