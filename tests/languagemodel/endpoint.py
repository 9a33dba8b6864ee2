"""A fake of an OpenAI-compatible endpoint, on a real port: what it says is set by the test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Asked = dict[str, Any]


def reply(answer: str, *cites: str) -> str:
    return json.dumps({"answer": answer, "cites": list(cites)}, ensure_ascii=False)


@dataclass
class FakeEndpoint:
    """`content`: what the model says to a request. `status`, `headers`, `raw`, `wait` (seconds): how it goes wrong."""

    content: Callable[[Asked], str] = lambda _asked: reply("")
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    wait: float = 0.0
    tokens: int | None = 120
    models: tuple[str, ...] = ("tiny",)
    asked: list[Asked] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    def says(self, answer: str, *cites: str) -> None:
        self.content = lambda _asked: reply(answer, *cites)

    @property
    def question(self) -> str:
        """Of the last request."""
        return str(json.loads(self.asked[-1]["messages"][1]["content"])["question"])

    @property
    def shown(self) -> list[str]:
        """The ids of the entries in the last request."""
        return [str(one["id"]) for one in json.loads(self.asked[-1]["messages"][1]["content"])["entries"]]

    async def chat(self, request: web.Request) -> web.Response:
        body = await request.text()
        self.seen.append(body)
        self.asked.append(json.loads(body))
        self.keys.append(request.headers.get("Authorization", ""))
        if self.wait:
            await asyncio.sleep(self.wait)
        if self.raw is not None:
            return web.Response(body=self.raw, content_type="application/json")
        if self.status != 200:
            return web.Response(status=self.status, headers=self.headers, text="no")
        usage = {} if self.tokens is None else {"usage": {"total_tokens": self.tokens, "prompt_tokens": 1}}
        message = {"role": "assistant", "content": self.content(self.asked[-1])}
        return web.json_response({"id": "x", "model": "tiny-q4", "choices": [{"message": message}], **usage})

    async def listed(self, _request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": one, "object": "model"} for one in self.models]})


@asynccontextmanager
async def endpoint() -> AsyncIterator[FakeEndpoint]:
    fake = FakeEndpoint()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", fake.chat)
    app.router.add_get("/v1/models", fake.listed)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield fake
    finally:
        await runner.cleanup()
