"""A payment gateway of the 易支付 kind on the wire: PHP whose JSON is called text/html, with the key in it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web

PID, KEY = "1001", "k3y-of-the-merchant"


@dataclass
class Epay:
    """`payments`: out_trade_no -> status. `instead`: what it answers whatever is asked. `changes`: to its answers."""

    payments: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    instead: web.Response | None = None
    asked: list[str] = field(default_factory=list)
    slow: bool = False

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/pay/api.php", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.query["act"])
        if self.slow:
            await asyncio.sleep(3600)
        if self.instead:
            return self.instead
        answer = self._told(request) | self.changes
        return web.Response(body=msgspec.json.encode(answer), headers={"Content-Type": "text/html; charset=UTF-8"})

    def _told(self, request: web.Request) -> dict[str, Any]:
        query = request.query
        if query["pid"] != PID:
            return {"code": -3, "msg": "商户ID不存在"}
        if query["key"] != KEY:
            return {"code": -3, "msg": "商户密钥错误"}
        if query["act"] == "query":
            return {"code": 1, "pid": int(PID), "key": KEY, "active": 1, "money": "12.00"}
        number = query["out_trade_no"]
        if number not in self.payments:
            return {"code": -1, "msg": "订单号不存在"}
        return {
            "code": 1,
            "msg": "succ",
            "trade_no": "2026112212000012345",
            "out_trade_no": number,
            "type": "alipay",
            "pid": int(PID),
            "addtime": "2026-11-22 12:00:00",
            "endtime": "2026-11-22 12:01:00",
            "name": "steam-50",
            "money": "9.90",
            "status": self.payments[number],
        }
