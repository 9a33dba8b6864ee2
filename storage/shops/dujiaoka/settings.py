"""The settings of a dujiaoka shop. Pure."""

from pydantic import Field, SecretStr, field_validator

from storage.shops.gateway import Gateway
from storage.shops.mysql_access import MysqlAccess

SHORTEST_SECRET = 24


class DujiaokaSettings(MysqlAccess):
    """`[shops.dujiaoka.<name>]`: how its database is reached, and what the database does not tell."""

    currency: str = Field("CNY", pattern=r"^[A-Z]{3,5}$", description="`currency` to what the shop's prices are in")
    callback_secret: SecretStr | None = Field(
        None, description="`callback_secret` to the last part of the products' api_hook address: 24 letters or more"
    )
    gateway: Gateway = None

    @field_validator("callback_secret")
    @classmethod
    def _cannot_be_guessed(cls, secret: SecretStr | None) -> SecretStr | None:
        """Raises: ValueError."""
        bare = secret.get_secret_value() if secret else ""
        if secret is not None and (len(bare) < SHORTEST_SECRET or not bare.isascii() or "/" in bare or " " in bare):
            raise ValueError(f"must be {SHORTEST_SECRET} or more letters, digits, - and _")
        return secret
