"""The settings of a shop that serves the HTTP contract: `[shops.http.<name>]`. Pure."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from storage.shops.addresses import Address
from storage.shops.decoding import ShopSettings
from storage.shops.gateway import Gateway


class Part(StrEnum):
    """What a shop may serve beside orders, the proof of their buyers, and keys."""

    STOCK = "stock"
    SEARCH_CONTACT = "search-contact"
    SEARCH_KEY = "search-key"
    MESSENGERS = "messengers"
    REPLACEMENTS = "replacements"
    REFUNDS = "refunds"
    WALLET_REFUNDS = "wallet-refunds"
    PAYMENTS = "payments"
    CHANGES = "changes"
    HOOK = "hook"


def _pattern(text: str) -> str:
    """Of a whole number; numbers are looked for within messages, too, so its ends are left open."""
    shape = text.removeprefix("^").removesuffix("$")
    try:
        fits_nothing = re.fullmatch(shape, "") is not None
    except re.error:
        raise ValueError("it is no regular expression") from None
    if shape and fits_nothing:
        raise ValueError("it fits no letters at all; say how many, as in SHOP[0-9]{14}")
    return shape


class HttpSettings(ShopSettings):
    url: Address = Field(description="`url` to the address of the shop's contract, what comes before /v1")
    secret: SecretStr = Field(
        min_length=32, description="`secret` to at least 32 characters that the shop has too: openssl rand -hex 32"
    )
    serves: frozenset[Part] = Field(
        frozenset(), description=f"`serves` to what the shop offers of: {', '.join(Part)}; `kamidesk check` tells it"
    )
    numbers: Annotated[str, AfterValidator(_pattern)] = Field(
        "", max_length=200, description="`numbers` to a regular expression of the shop's order numbers, or leave it out"
    )
    within: float = Field(8, gt=0, le=15, description="`within` to the seconds that an answer may take, at most 15")
    proxy: Address | None = Field(None, description="`proxy` to an HTTP proxy's address, or leave it out")
    gateway: Gateway = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """Raises: ValueError."""
        if Part.REPLACEMENTS in self.serves and Part.STOCK not in self.serves:
            raise ValueError('`serves` with "replacements" needs "stock" too')
        if Part.PAYMENTS in self.serves and self.gateway is not None:
            raise ValueError('payments are told by the shop ("payments" in `serves`) or by the gateway, not by both')
        return self
