"""The shop's envelope: HTTP 200 for nearly everything, and `status_code` within."""

from typing import Any

from aiohttp import web

from tests.dujiaonext.goods import Refusal


def granted(data: Any) -> web.Response:
    return web.json_response({"status_code": 0, "msg": "success", "data": data})


def listed(request: web.Request, found: list[Any]) -> web.Response:
    """One page of them; at most 200, 20 unless asked otherwise."""
    page = max(1, int(request.query.get("page", "1")))
    size = min(200, int(request.query.get("page_size", "20")))
    pages = {"page": page, "page_size": size, "total": len(found), "total_page": -(-len(found) // size)}
    part = found[(page - 1) * size : page * size]
    return web.json_response({"status_code": 0, "msg": "success", "data": part, "pagination": pages})


def declined(code: int, said: str) -> web.Response:
    return web.json_response({"status_code": code, "msg": said, "data": {"request_id": "r-1"}})


def refused(refusal: Refusal) -> web.Response:
    return declined(refusal.code, refusal.said)


def channel_declined(code: int, error: str) -> web.Response:
    told = {"status_code": code, "msg": error, "error_code": error, "request_id": "r-1"}
    return web.json_response(told, status=code)
