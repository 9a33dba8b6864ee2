"""What buyers see: the guest's pages with their limit, and the channel API with its signature and its trap."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.dujiaonext.adminside import file_of
from tests.dujiaonext.answers import channel_declined, declined, granted
from tests.dujiaonext.goods import Bought, Code, Goods, go_time, order_json

LIMIT, WINDOW, FRESH = 120, timedelta(seconds=60), 60
TRIES = 5
HIDDEN = ("id", "user_id", "user_email", "parent_id", "updated_at")


@dataclass(slots=True)
class GuestSide:
    """`old`: before 1.4, with mail and password in the query. `checks`: of the last minute."""

    goods: Goods
    old: bool = False
    limit: int = LIMIT
    checks: list[datetime] = field(default_factory=list)

    def order(self, request: web.Request, now: datetime) -> web.Response:
        order = self._proven(request, now, parts=False)
        return (
            order
            if isinstance(order, web.Response)
            else granted(_without_rows(order_json(order, self.goods, cut=True)))
        )

    def download(self, request: web.Request, now: datetime) -> web.Response:
        order = self._proven(request, now, parts=True)
        return order if isinstance(order, web.Response) else file_of(order)

    def _proven(self, request: web.Request, now: datetime, *, parts: bool) -> Bought | web.Response:
        self.checks = [moment for moment in self.checks if now - moment < WINDOW]
        self.checks.append(now)
        if len(self.checks) > self.limit:
            return declined(429, "操作过于频繁")
        given = self._credentials(request)
        if given is None:
            return declined(400, "请输入邮箱")
        number, (mail, password) = request.match_info["number"], given
        for parent in self.goods.orders:
            for order in [parent, *(parent.children if parts else [])]:
                if order.number == number and _is_his(parent, mail, password):
                    return order
        return declined(404, "订单不存在")

    def _credentials(self, request: web.Request) -> tuple[str, str] | None:
        if self.old:
            mail, password = request.query.get("email", ""), request.query.get("order_password", "")
        else:
            mail, password = _header(request.headers.get("Authorization", ""))
        return (mail.strip(), password.strip()) if mail.strip() and password.strip() else None


def _is_his(order: Bought, mail: str, password: str) -> bool:
    return not order.user and order.mail.lower() == mail.lower() and order.password == password


def _header(value: str) -> tuple[str, str]:
    kind, _, encoded = value.partition(" ")
    if kind != "Guest" or "=" in encoded:
        return "", ""
    try:
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, ValueError):
        return "", ""
    mail, _, password = raw.partition("\n")
    return mail, password


def _without_rows(told: dict[str, Any]) -> dict[str, Any]:
    """Buyers see no rows, and goods of an upstream shop as if a person delivered them."""
    seen = {name: value for name, value in told.items() if name not in HIDDEN}
    seen["items"] = [
        {name: value for name, value in item.items() if name not in ("product_id", "sku_id")}
        for item in told["items"] or ()
    ]
    if "children" in told:
        seen["children"] = [_without_rows(child) for child in told["children"]]
    return seen


def _fault(said: dict[str, Any], code: Code | None, now: datetime) -> str:
    if said.get("bind_mode") not in ("", "email_code"):
        return "validation_error"
    if code is None or code.used or code.tries >= TRIES:
        return "verify_code_invalid"
    if now - code.at > timedelta(minutes=10):
        return "verify_code_expired"
    if str(said["code"]).strip() == code.text:
        return ""
    code.tries += 1
    return "verify_code_invalid"


def _others(telegram: dict[str, int], buyer: str) -> set[int]:
    return {user for known, user in telegram.items() if known != buyer}


@dataclass(slots=True)
class ChannelSide:
    """`provisioned`: users that were made because an unknown Telegram id asked for orders. There must be none."""

    goods: Goods
    key: str = "channel key"
    secret: str = "channel secret"
    enabled: bool = True
    provisioned: list[str] = field(default_factory=list)

    def send_code(self, said: dict[str, Any], now: datetime) -> web.Response:
        """Of the public side: nothing is signed. One code a minute for an address, good for ten."""
        mail = str(said["email"]).strip().lower()
        if said["purpose"] != "telegram_bind":
            return declined(400, "验证码用途不支持")
        if mail not in self.goods.mails.values():
            return declined(404, "用户不存在")
        sent = self.goods.codes.get(mail)
        if sent is not None and now - sent.at < timedelta(minutes=1):
            return declined(429, "验证码发送过于频繁")
        self.goods.codes[mail] = Code(f"{len(self.goods.codes) + 314159}", now)
        return granted({"sent": True})

    def bind(self, said: dict[str, Any], now: datetime) -> web.Response:
        mail, buyer = str(said["email"]).strip().lower(), str(said["channel_user_id"])
        code = self.goods.codes.get(mail)
        user = next((user for user, known in self.goods.mails.items() if known == mail), None)
        error = _fault(said, code, now)
        if code is None or error:
            return channel_declined(400, error)
        code.used = True
        if user is None:
            return channel_declined(404, "user_not_found")
        if self.goods.telegram.get(buyer, user) != user or user in _others(self.goods.telegram, buyer):
            return channel_declined(400, "channel_identity_conflict")
        self.goods.telegram[buyer] = user
        return self.resolve(said)

    def admits(self, request: web.Request, body: bytes, now: datetime) -> web.Response | None:
        moment = request.headers.get("Dujiao-Next-Channel-Timestamp", "")
        told = request.headers.get("Dujiao-Next-Channel-Signature", "")
        if not moment.isdigit() or abs(int(moment) - int(now.timestamp())) > FRESH:
            return channel_declined(401, "channel_client_unauthorized")
        text = f"{request.method}\n{request.path}\n{moment}\n{hashlib.md5(body).hexdigest()}"
        signature = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        if request.headers.get("Dujiao-Next-Channel-Key") != self.key or told != signature:
            return channel_declined(401, "channel_client_unauthorized")
        return None if self.enabled else channel_declined(403, "channel_client_disabled")

    def resolve(self, said: dict[str, Any]) -> web.Response:
        user = self.goods.telegram.get(said["channel_user_id"])
        if user is None:
            return granted({"bound": False})
        identity = {"provider": "telegram", "provider_user_id": said["channel_user_id"], "username": "buyer"}
        return granted(
            {
                "bound": True,
                "created": False,
                "identity": identity,
                "user": {"id": user, "email": self.goods.mails.get(user, "")},
            }
        )

    def orders(self, request: web.Request) -> web.Response:
        mine = [order for order in reversed(self.goods.orders) if order.user == self._user(request)]
        size = int(request.query.get("page_size", "5"))
        size = size if 1 <= size <= 20 else 5
        items = [{"order_id": order.id, "order_no": order.number, "status": order.status} for order in mine[:size]]
        return granted({"items": items, "page": 1, "page_size": size, "total": len(mine)})

    def order(self, request: web.Request) -> web.Response:
        user, info = self._user(request), request.match_info
        for order in self.goods.orders:
            if order.user == user and (order.number == info.get("number") or str(order.id) == info.get("id")):
                return granted(self._view(order))
        return channel_declined(404, "order_not_found")

    def product(self, request: web.Request) -> web.Response:
        product = self.goods.products.get(int(request.match_info["id"]))
        if product is None or not product.active:
            return channel_declined(404, "product_not_found")
        skus = [{"id": sku, "stock_count": len(self.goods.stock(product.id, sku))} for sku in product.skus]
        return granted({"id": product.id, "stock_count": len(self.goods.stock(product.id, 0)), "skus": skus})

    def _user(self, request: web.Request) -> int:
        """The trap: who is not known becomes a user."""
        known = request.query["channel_user_id"]
        if known not in self.goods.telegram:
            self.provisioned.append(known)
            self.goods.telegram[known] = 10_000 + len(self.provisioned)
        return self.goods.telegram[known]

    def _view(self, order: Bought) -> dict[str, Any]:
        told = order_json(order, self.goods, cut=False)
        lines = [*order.lines, *(line for child in order.children for line in child.lines)]
        return {
            "order_id": order.id,
            "order_no": order.number,
            "status": order.status,
            "currency": "CNY",
            "total_amount": str(order.amount),
            "refunded_amount": f"{order.refunded:.2f}",
            "created_at": go_time(order.created_at),
            "updated_at": go_time(order.updated_at),
            "paid_at": go_time(order.paid_at),
            "fulfillment_type": lines[0].fulfillment,
            "fulfillment_status": "delivered" if order.payload else "",
            "fulfillment_result": order.payload,
            "fulfillment_delivered_at": go_time(order.updated_at) if order.payload else None,
            "items": [
                {
                    "product_id": line.product,
                    "product_title": self.goods.products[line.product].title,
                    "sku_id": line.sku,
                    "sku_name": f"规格{line.sku}" if line.sku else "",
                    "quantity": line.quantity,
                    "fulfillment_type": line.fulfillment,
                    "instructions": f"使用说明 {self.goods.products[line.product].title}",
                }
                for line in lines
            ],
            "children": [
                {"order_no": child["order_no"], "status": child["status"], "fulfillment": child.get("fulfillment")}
                for child in told.get("children", ())
            ],
        }
