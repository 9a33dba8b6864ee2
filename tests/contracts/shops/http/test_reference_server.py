"""The shop that owners copy from turns away what does not follow the contract, and does nothing then."""

import json
import time
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from yarl import URL

from docs.shops import reference_server
from tests.contracts.shops.http.asking import KEYS, OURS
from tests.contracts.shops.httpprogram import SECRET, HttpProgram

WANTED = {"number": OURS, "product": "steam-50", "variant": "", "bad_id": None}
MONEY_BACK = {"number": OURS, "amount": "1.00", "remark": "", "way": "recorded"}
BY_CONTACT = {"by": "contact", "value": "buyer@qq.com", "messenger": "", "limit": 5}


async def asked(program: HttpProgram, method: str, target: str, said: Any = None) -> tuple[int, str]:
    """Signed as it should be; the status, and the code of the refusal."""
    body, moment = b"" if said is None else json.dumps(said).encode(), str(int(time.time()))
    name = "once" if target in ("/v1/replacements", "/v1/refunds") else ""
    signed = reference_server.signature(SECRET, method, target, moment, name, body)
    headers = {
        "KamiDesk-Timestamp": moment,
        "KamiDesk-Signature": signed,
        **({"Idempotency-Key": name} if name else {}),
    }
    app = reference_server.application(program.db, SECRET)
    async with TestServer(app) as shop, ClientSession() as client:
        address = URL(str(shop.make_url("")).rstrip("/") + target, encoded=True)
        async with client.request(method, address, data=body, headers=headers) as answer:
            told = await answer.json()
            return answer.status, told.get("error", {}).get("code", "")


@pytest.mark.parametrize(
    "target",
    [
        f"/v1/order?number={OURS}%0A",
        "/v1/order?number=",
        f"/v1/order?number={'x' * 65}",
        "/v1/order?number=%E8%AE%A2",
        "/v1/order",
        "/v1/keys?number=a%00b",
        "/v1/stock?limit=0",
        "/v1/stock?limit=-1",
        "/v1/stock?limit=1001",
        "/v1/stock?limit=%D9%A5",
        "/v1/stock?limit=1_0",
        "/v1/stock?product=a%0Ab",
        f"/v1/stock?product={'x' * 129}",
        "/v1/changes?cursor=-1",
        "/v1/changes?cursor=1.5",
        "/v1/changes?cursor=%201",
        "/v1/changes?cursor=" + "9" * 19,
        "/v1/changes?cursor=1%27%20OR%201=1",
        "/v1/changes?cursor=1&limit=0",
    ],
)
async def test_a_question_that_cannot_be(program: HttpProgram, target: str) -> None:
    assert await asked(program, "GET", target) == (400, "bad-request")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/v1/search", {**BY_CONTACT, "limit": 0}),
        ("/v1/search", {**BY_CONTACT, "limit": -1}),
        ("/v1/search", {**BY_CONTACT, "limit": 1001}),
        ("/v1/search", {**BY_CONTACT, "limit": True}),
        ("/v1/search", {**BY_CONTACT, "limit": 5.5}),
        ("/v1/search", {**BY_CONTACT, "by": "password"}),
        ("/v1/search", {**BY_CONTACT, "value": ["buyer@qq.com"]}),
        ("/v1/search", [BY_CONTACT]),
        ("/v1/search", "text"),
        ("/v1/verify", {"number": [OURS], "contact": "buyer@qq.com", "password": ""}),
        ("/v1/verify", {"number": OURS, "contact": None, "password": ""}),
        ("/v1/replacements", {**WANTED, "bad_id": 1}),
        ("/v1/replacements", {**WANTED, "bad_id": "1\n"}),
        ("/v1/replacements", {**WANTED, "number": None}),
        ("/v1/replacements", {**WANTED, "product": {"$ne": ""}}),
        ("/v1/refunds", {**MONEY_BACK, "amount": "NaN"}),
        ("/v1/refunds", {**MONEY_BACK, "amount": "1e1"}),
        ("/v1/refunds", {**MONEY_BACK, "amount": 1}),
        ("/v1/refunds", {**MONEY_BACK, "way": "bitcoin"}),
    ],
)
async def test_something_said_that_cannot_be(program: HttpProgram, target: str, said: Any) -> None:
    program.on_sale("steam-50", "FREE-0001")
    before = program.key_rows()
    assert await asked(program, "POST", target, said) == (400, "bad-request")
    assert program.key_rows() == before
    assert [tuple(row) for row in program.db.execute("SELECT * FROM done")] == []


@pytest.mark.parametrize(
    ("method", "target", "said"),
    [
        ("GET", f"/v1/order?number={OURS}", None),
        ("GET", "/v1/stock?words=%25_%27&limit=1000", None),
        ("GET", "/v1/changes?cursor=0&limit=1", None),
        ("POST", "/v1/search", BY_CONTACT),
        ("POST", "/v1/search", {**BY_CONTACT, "by": "key", "value": KEYS[0] + "\nand more"}),
    ],
)
async def test_what_may_be_asked_is_answered(program: HttpProgram, method: str, target: str, said: Any) -> None:
    assert await asked(program, method, target, said) == (200, "")
