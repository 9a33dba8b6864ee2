"""acg-faka (异次元发卡): `[shops.acg-faka.<name>]`, see docs/shops/acg-faka.md."""

from storage.shops.acg_faka.opening import open_shop

__all__ = ["open_shop"]
