"""dujiao-next (docs/shops/dujiao-next.md), over its HTTP interfaces."""

from storage.shops.dujiao_next.opening import open_shop

__all__ = ["open_shop"]
