"""acg-faka for the tests: the program at its own database, and the connector with just the documented rights."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from core.ports import Clock, Vault
from core.shop import ShopId
from storage.shops.acg_faka.grants import LATER, REFUND, grant, needed
from storage.shops.acg_faka.opening import open_shop
from storage.shops.acg_faka.shop import AcgFakaShop
from tests.contracts.shops.acgprogram import AcgProgram
from tests.contracts.surroundings import Away
from tests.mariadb import Server

SHOP = ShopId("cards")
ALL_LATER = [(table, column) for table, columns in LATER.items() for column in columns]


@dataclass(slots=True)
class AcgStand:
    """`refunds`: the plugin 订单退款 is installed. `later`: columns that this version of the shop has."""

    server: Server
    database: str
    vault: Vault
    clock: Clock
    prefix: str = "acg_"
    refunds: bool = False
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    user: str = ""

    @property
    def program(self) -> AcgProgram:
        return AcgProgram(self.server, self.database, self.prefix)

    def install(self) -> None:
        """The shop's tables, and the user with the statements of the documentation."""
        self.program.install()
        if self.refunds:
            self.program.run(f"ALTER TABLE $order ADD {REFUND} TINYINT UNSIGNED NOT NULL DEFAULT 0")
        rights = needed(self.prefix, ALL_LATER, refunds=self.refunds)
        statements = [grant(right, "{database}", "{user}") for right in rights]
        self.user = self.server.new_user(self.database, *statements, password=self.password)

    def settings(self, **more: Any) -> dict[str, Any]:
        reached = self.server.reached_by(self.user, self.database, self.password)
        return {**reached, "prefix": self.prefix, "refund_plugin": self.refunds, **more}

    def open(self, **more: Any) -> AcgFakaShop:
        return open_shop(SHOP, self.settings(**more), Away(), self.vault, self.clock)
