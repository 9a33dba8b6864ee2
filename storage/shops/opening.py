"""Opens the configured shops. A platform is a module of this folder with `open_shop`."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

import storage.shops
from core.errors import WrongSetting
from core.ports import Clock, ShopPort, Vault
from core.shop import ShopId
from storage.sessions import Sessions

DEFAULT: Mapping[str, Mapping[str, dict[str, Any]]] = {"builtin": {"builtin": {}}}
"""Without any configured shop the orders are those that were imported."""


LONGEST_NAME = 30
PLATFORMS = "acg-faka, builtin, dujiao-next, dujiaoka, http"


class OpenShop(Protocol):
    """Raises: WrongSetting."""

    def __call__(
        self, shop: ShopId, settings: dict[str, Any], sessions: Sessions, vault: Vault, clock: Clock
    ) -> ShopPort: ...


def open_shops(
    configured: Mapping[str, Mapping[str, dict[str, Any]]], sessions: Sessions, vault: Vault, clock: Clock
) -> Sequence[ShopPort]:
    """`configured`: [platform][shop] -> its own settings, raw; `name` is for all of them. Raises: WrongSetting."""
    names_of(configured, "")
    return [
        _platform(platform)(ShopId(shop), _without_name(settings), sessions, vault, clock)
        for platform, shops in (configured or DEFAULT).items()
        for shop, settings in shops.items()
    ]


def names_of(configured: Mapping[str, Mapping[str, dict[str, Any]]], brand: str) -> Mapping[ShopId, str]:
    """What people call each shop: its `name`; else `brand`, if it is the only one. Raises: WrongSetting."""
    every = {
        ShopId(shop): _name(f"shops.{platform}.{shop}.name", settings.get("name", ""))
        for platform, shops in (configured or DEFAULT).items()
        for shop, settings in shops.items()
    }
    usual = brand if len(every) == 1 else ""
    return {shop: name or usual or shop for shop, name in every.items()}


def _name(setting: str, name: object) -> str:
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongSetting(
            setting, "is no name.", f"Write what buyers call the shop, {LONGEST_NAME} characters at most."
        )
    return name.strip()


def _without_name(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if key != "name"}


def _platform(name: str) -> OpenShop:
    """Imports only what is configured."""
    module = f"storage.shops.{name.replace('-', '_')}"
    known = [found.name for found in iter_modules(storage.shops.__path__)]
    found = import_module(module) if module.rpartition(".")[2] in known else None
    if found is None or not hasattr(found, "open_shop"):
        raise WrongSetting(f"shops.{name}", "is not a shop platform.", f"There is: {PLATFORMS}.")
    return cast("OpenShop", found.open_shop)
