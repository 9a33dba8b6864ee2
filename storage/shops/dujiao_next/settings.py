"""The settings of one dujiao-next shop. Pure."""

from enum import StrEnum

from pydantic import Field, SecretStr

from storage.shops.addresses import Address
from storage.shops.decoding import ShopSettings
from storage.shops.gateway import GatewayAccess


class GuestForm(StrEnum):
    """How the shop takes a guest's mail and password: from 1.4 on in a header only, before that in the query.

    BOTH: the header first, the query if the shop does not know the header; only for a shop that may be an old one."""

    HEADER = "header"
    QUERY = "query"
    BOTH = "both"


class AdminAccess(ShopSettings):
    username: str = Field(min_length=1, description="`username` to that of an admin account made for KamiDesk alone")
    password: SecretStr = Field(min_length=1, description="`password` to that account's; better in a secret")


class ChannelAccess(ShopSettings):
    key: str = Field(min_length=1, description="`key` to the channel client's key (渠道客户端)")
    secret: SecretStr = Field(min_length=1, description="`secret` to the channel client's; better in a secret")


class NextSettings(ShopSettings):
    """`guest_per_minute`: guest checks that we make at most; the shop stops an address at 120, buyers of the site come
    from other addresses. `shortage_after_minutes`: paid so long ago and nothing given from stock is a shortage."""

    base_url: Address = Field(description='`base_url` to the shop\'s address, "https://shop.example.com"')
    guest: GuestForm = Field(GuestForm.HEADER, description='`guest` to "header", "query" (before 1.4) or "both"')
    guest_per_minute: int = Field(60, ge=1, le=110, description="`guest_per_minute` to 1 to 110")
    shortage_after_minutes: int = Field(5, ge=1, le=1440, description="`shortage_after_minutes` to 1 to 1440")
    language: str = Field("zh-CN", pattern=r"^[A-Za-z]{2}(-[A-Za-z]{2,4})?$", description="`language` as the shop does")
    admin: AdminAccess | None = Field(None, description="`admin` to a section with `username` and `password`")
    channel: ChannelAccess | None = Field(None, description="`channel` to a section with `key` and `secret`")
    gateway: GatewayAccess | None = Field(None, description="`gateway` to a section with `url`, `pid` and `key`")
