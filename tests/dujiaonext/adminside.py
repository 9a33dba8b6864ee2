"""The admin API: login with its limits, roles, orders, keys, refunds, payments."""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aiohttp import web

from tests.dujiaonext.answers import declined, granted, listed
from tests.dujiaonext.goods import Bought, Card, Goods, Payment, Product, Refusal, go_time, order_json

WINDOW, TRIES = timedelta(seconds=300), 5
RIGHTS = {
    "readonly_auditor": [("/admin/*", "GET")],
    "support": [("/admin/orders/:id/manual-refund", "POST"), ("/admin/orders/:id/refund-to-wallet", "POST")],
    "operations": [("/admin/card-secrets/export-available", "POST")],
    "finance": [("/admin/payment-channels", "*")],
}


@dataclass(slots=True)
class AdminSide:
    """`lifetime`: of a token. `tries`: of logins, good ones too. `version`: sorts lists from 1.1 on."""

    goods: Goods
    username: str = "kamidesk"
    password: str = "admin password"
    roles: set[str] = field(default_factory=lambda: {"support", "operations"})
    is_super: bool = False
    totp: bool = False
    captcha: bool = False
    lifetime: timedelta = timedelta(hours=24)
    sorts: bool = True
    compliance: bool = True
    tokens: dict[str, datetime] = field(default_factory=dict)
    tries: list[datetime] = field(default_factory=list)
    logins: int = 0

    def log_in(self, said: dict[str, Any], now: datetime) -> web.Response:
        self.tries = [moment for moment in self.tries if now - moment < WINDOW]
        self.tries.append(now)
        if len(self.tries) > TRIES:
            return declined(429, "操作过于频繁")
        if self.captcha:
            return declined(400, "请先完成验证码")
        if (said["username"], said["password"]) != (self.username, self.password):
            return declined(401, "用户名或密码错误")
        if self.totp:
            return granted({"requires_totp": True, "challenge_token": "c", "challenge_expires_at": go_time(now)})
        self.logins += 1
        token = f"token-{self.logins}"
        self.tokens[token] = now + self.lifetime
        ends = (now + self.lifetime).strftime("%Y-%m-%dT%H:%M:%SZ")
        return granted({"requires_totp": False, "token": token, "user": {"id": 2}, "expires_at": ends})

    def admits(self, request: web.Request, now: datetime) -> web.Response | None:
        """None: go on."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or self.tokens.get(token, now) <= now:
            return declined(401, "登录已失效")
        resource = request.match_info.route.resource
        path = (resource.canonical if resource else request.path).removeprefix("/api/v1").replace("{id}", ":id")
        if not self.is_super and not any(_fits(policy, path, request.method) for policy in self.policies()):
            return declined(403, "没有权限")
        if path.startswith("/admin/payments") and not self.compliance:
            return declined(403, "请先确认合规声明")
        return None

    def policies(self) -> list[tuple[str, str]]:
        named = RIGHTS["readonly_auditor"] if self.roles else []
        return [*named, *(policy for role in sorted(self.roles) for policy in RIGHTS.get(role, []))]

    def me(self) -> web.Response:
        policies = [{"subject": "role", "object": thing, "action": action} for thing, action in self.policies()]
        roles = [f"role:{role}" for role in sorted(self.roles)]
        return granted({"admin_id": 2, "is_super": self.is_super, "roles": roles, "policies": policies})

    def orders(self, request: web.Request) -> web.Response:
        query = request.query
        found = [order for order in self.goods.orders if self._is_meant(order, query)]
        if self.sorts and query.get("sort_by") == "updated_at":
            found.sort(key=lambda order: order.updated_at, reverse=query.get("sort_order") != "asc")
        else:
            found.sort(key=lambda order: order.id, reverse=True)
        return listed(request, [order_json(order, self.goods, cut=False) for order in found])

    def _is_meant(self, order: Bought, query: Any) -> bool:
        mail = self.goods.mails.get(order.user, "")
        created_from = query.get("created_from")
        return (
            query.get("order_no") in (None, order.number)
            and query.get("status") in (None, order.status)
            and ("guest_email" not in query or query["guest_email"] == order.mail.lower())
            and ("user_keyword" not in query or (bool(order.user) and query["user_keyword"] in mail))
            and (created_from is None or order.created_at >= datetime.fromisoformat(created_from))
        )

    def order(self, request: web.Request) -> web.Response:
        order = self.goods.by_id(int(request.match_info["id"]))
        return granted(order_json(order, self.goods, cut=True)) if order else declined(404, "订单不存在")

    def download(self, request: web.Request) -> web.Response:
        order = self.goods.by_id(int(request.match_info["id"]))
        return file_of(order) if order else declined(404, "订单不存在")

    def refund(self, request: web.Request, said: dict[str, Any], now: datetime, kind: str) -> web.Response:
        order = self.goods.by_id(int(request.match_info["id"]))
        if order is None:
            return declined(404, "订单不存在")
        try:
            self.goods.refund(order, kind, Decimal(said["amount"]), said["remark"], now)
        except Refusal as refusal:
            return declined(refusal.code, refusal.said)
        return granted({"order": order_json(order, self.goods, cut=True)})

    def refunds(self, request: web.Request) -> web.Response:
        numbers = {order.id: order.number for order in self.goods.everybody()}
        records = [
            {"order_no": numbers[one.order], "type": one.kind, "amount": str(one.amount), "remark": one.remark}
            for one in self.goods.refunds
            if request.query.get("order_no") in (None, numbers[one.order])
        ]
        return listed(request, records)

    def payments(self, request: web.Request) -> web.Response:
        query = request.query
        found = [
            payment
            for payment in reversed(self.goods.payments)
            if query.get("order_id") in (None, str(payment.order)) and query.get("status") in (None, payment.status)
        ]
        return listed(request, [self._payment(payment) for payment in found])

    def _payment(self, payment: Payment) -> dict[str, Any]:
        order = self.goods.by_id(payment.order)
        return {
            "id": payment.id,
            "order_id": payment.order,
            "order_no": order.number if order else "",
            "status": payment.status,
            "amount": "9.90",
            "provider_ref": payment.ref,
            "gateway_order_no": payment.gateway_no,
            "exception_code": payment.exception,
            "created_at": go_time(payment.created_at),
            "paid_at": go_time(payment.paid_at),
            "callback_at": go_time(payment.paid_at),
        }

    def cards(self, request: web.Request) -> web.Response:
        query = request.query
        found = [
            card
            for card in self.goods.cards
            if query.get("product_id", "") in ("", "0", str(card.product))
            and query.get("sku_id", "0") in ("", "0", str(card.sku))
            and query.get("status", "") in ("", card.status)
            and query.get("secret", "").lower() in card.secret.lower()
        ]
        return listed(request, [_card_json(card) for card in found])

    def stats(self, request: web.Request) -> web.Response:
        product, sku = int(request.query["product_id"]), int(request.query.get("sku_id", "0"))
        mine = [card for card in self.goods.cards if card.product == product and (not sku or card.sku == sku)]
        available = [card for card in mine if card.status == "available"]
        return granted(
            {
                "total": len(mine),
                "available": len(available),
                "reserved": sum(card.status == "reserved" for card in mine),
                "used": sum(card.status == "used" for card in mine),
                "loop_available": sum(card.loop for card in available),
            }
        )

    def export(self, said: dict[str, Any], now: datetime) -> web.Response:
        try:
            taken = self.goods.export(said["product_id"], said["sku_id"], said["limit"], now)
        except Refusal as refusal:
            return declined(refusal.code, refusal.said)
        if said["format"] == "txt":
            return web.Response(text="\n".join(card.secret for card in taken), content_type="text/plain")
        sheet = io.StringIO()
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(["id", "secret", "status", "product_id", "sku_id", "order_id", "batch_id", "created_at"])
        for card in taken:
            writer.writerow([card.id, card.secret, "available", card.product, card.sku, "", "", go_time(now)])
        return web.Response(text=sheet.getvalue(), content_type="text/csv", charset="utf-8")

    def products(self, request: web.Request) -> web.Response:
        words = request.query.get("search", "").lower()
        found = [product for product in self.goods.products.values() if words in product.title.lower()]
        return listed(request, [self._product(product) for product in found])

    def product(self, request: web.Request) -> web.Response:
        product = self.goods.products.get(int(request.match_info["id"]))
        return granted(self._product(product)) if product else declined(404, "商品不存在")

    def _product(self, product: Product) -> dict[str, Any]:
        return {
            "id": product.id,
            "title": {"zh-CN": product.title},
            "fulfillment_type": product.fulfillment,
            "is_active": product.active,
            "auto_stock_available": len(self.goods.stock(product.id, 0)),
            "manual_stock_total": product.manual_stock,
            "skus": [
                {
                    "id": sku,
                    "sku_code": f"S{sku}",
                    "spec_values": {"zh-CN": f"规格{sku}"},
                    "is_active": True,
                    "auto_stock_available": len(self.goods.stock(product.id, sku)),
                    "manual_stock_total": product.manual_stock,
                }
                for sku in product.skus
            ],
        }


def file_of(order: Bought) -> web.Response:
    payload = order.payload or "\n".join(child.payload for child in order.children if child.payload)
    return web.Response(text=payload, content_type="text/plain") if payload else declined(404, "交付内容不存在")


def _card_json(card: Card) -> dict[str, Any]:
    told = {
        "id": card.id,
        "product_id": card.product,
        "sku_id": card.sku,
        "secret": card.secret,
        "status": card.status,
        "is_loop": card.loop,
        "reserved_at": None,
        "used_at": None,
        "updated_at": go_time(card.updated_at) or "2026-01-01T00:00:00Z",
    }
    return told if card.order is None else {**told, "order_id": card.order}


def _fits(policy: tuple[str, str], path: str, method: str) -> bool:
    thing, action = policy
    return action in ("*", method) and (path.startswith(thing[:-1]) if thing.endswith("*") else path == thing)
