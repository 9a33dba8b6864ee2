"""What an owner of an acg-faka shop (异次元发卡) tells us in `[shops.acg-faka.<name>]`. Pure."""

from collections.abc import Mapping
from datetime import timedelta, timezone

from pydantic import Field, SecretStr

from storage.shops.addresses import Address
from storage.shops.decoding import ShopSettings
from storage.shops.gateway import Gateway
from storage.shops.mysql_access import MysqlAccess

PLATFORM = "acg-faka"
SHOP_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The program sets its own time zone, whatever the server's is; its columns are local times without one."""
PREFIX = r"^[0-9A-Za-z_]{0,32}$"


class Upstream(ShopSettings):
    """A shop of the same program whose goods this one sells (对接): its open API tells the stock."""

    url: Address = Field(description="`url` to the upstream shop's address")
    app_id: str = Field(pattern=r"^[0-9A-Za-z]{1,32}$", description="`app_id` to the merchant id (商户ID) there")
    app_key: SecretStr = Field(min_length=1, description="`app_key` to the merchant key (商户密钥) there")


class AcgFakaSettings(MysqlAccess):
    """`database`, `user`... of MysqlAccess, and what is this platform's own."""

    prefix: str = Field("acg_", pattern=PREFIX, description='`prefix` to that of the tables, usually "acg_"')
    currency: str = Field("CNY", pattern=r"^[A-Z]{3,5}$", description='`currency` to the shop\'s, such as "CNY"')
    keeps_sold_cards: bool = Field(
        True, description="`keeps_sold_cards` to false if sold cards get deleted from the card list (true or false)"
    )
    refund_plugin: bool = Field(
        False, description="`refund_plugin` to true if the plugin 订单退款 is installed (true or false)"
    )
    notify_key: SecretStr | None = Field(
        None, min_length=8, description="`notify_key` to the key (通信密钥) of the plugin API通知, or leave it out"
    )
    upstreams: Mapping[str, Upstream] = Field(
        {}, description="`upstreams` to a section with url, app_id and app_key for each shop that goods come from"
    )
    gateway: Gateway = None
