"""What may come between a replacement and its end: a restart, a line that breaks, our own database being away."""

from aiohttp import web

from storage.shops.dujiao_next.parts import WithBoth
from tests.contracts.shops.nextstand import NextStand
from tests.contracts.surroundings import Away

EXPORT = "/api/v1/admin/card-secrets/export-available"


class Reopened:
    """As after a restart: nothing is left in memory."""

    def __init__(self, stand: NextStand) -> None:
        self.shop = stand.open()

    async def __aenter__(self) -> WithBoth:
        return self.shop

    async def __aexit__(self, *_: object) -> None:
        await self.shop.close()


def break_off(stand: NextStand, *, carried_out: bool) -> None:
    """The next export fails on its way there, or on its way back."""

    async def once(request: web.Request) -> web.StreamResponse | None:
        if request.path != EXPORT:
            return None
        stand.program.meddle = None
        if carried_out:
            stand.program.goods.export(1, 0, 1, stand.program.now())
        return web.Response(status=502)

    stand.program.meddle = once


def replace_sessions(stand: NextStand) -> WithBoth:
    """The connector, while our own database is away."""
    working, stand.sessions = stand.sessions, Away()
    shop = stand.open()
    stand.sessions = working
    return shop
