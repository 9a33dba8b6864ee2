"""Beside both databases of ours, a real MariaDB for the shops that live in one."""

from tests.contracts.shops.conftest import mariadb, shop_database

__all__ = ["mariadb", "shop_database"]
