"""dujiaoka (独角数卡) 2.0.x and V3: reads and narrow writes in its MySQL or MariaDB."""

from storage.shops.dujiaoka.opening import open_shop

__all__ = ["open_shop"]
