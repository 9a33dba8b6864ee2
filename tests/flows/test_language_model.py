"""The whole product with a language model behind a real endpoint, over real wires; and without one."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bots.fake.testkit import Shown, fake_platform
from tests.flows.desk import Desk, running, settings_for
from tests.languagemodel.endpoint import Asked, FakeEndpoint, endpoint, reply

UNSURE = "诶那个玩意儿我不太想留着了咋整好呢"
MARK = "自动整理的回答"


@asynccontextmanager
async def helped_desk(folder: Path, database_url: str, model: dict[str, object]) -> AsyncIterator[Desk]:
    async with fake_platform() as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        plain = settings_for(folder, database_url, channels, "fake/staff")
        wanted = plain.faq.model_copy(update={"model": plain.faq.model.model_copy(update=model)})
        settings = plain.model_copy(update={"faq": wanted})
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
            yield Desk(buyers, agents, settings, port)


@pytest.fixture
async def fake() -> AsyncIterator[FakeEndpoint]:
    async with endpoint() as opened:
        yield opened


@pytest.fixture
async def desk(tmp_path: Path, database_url: str, fake: FakeEndpoint) -> AsyncIterator[Desk]:
    async with helped_desk(tmp_path, database_url, {"base_url": fake.url, "model": "tiny"}) as opened:
        yield opened


async def ask(desk: Desk, text: str, who: str = "小明") -> Shown:
    await desk.buyers.buyer_says(who, text)
    return await desk.buyers.hears(who)


def figures(desk: Desk) -> str:
    with urllib.request.urlopen(desk.address("/metrics")) as answer:
        return str(answer.read().decode())


async def test_a_question_that_the_faq_is_unsure_of_is_answered_by_the_same_door(
    desk: Desk, fake: FakeEndpoint
) -> None:
    fake.content = _copied
    answer = await ask(desk, f"我是小明 13812345678，{UNSURE}")
    assert MARK in answer.text
    assert "小明" not in fake.seen[0]
    assert "13812345678" not in fake.seen[0]
    assert UNSURE in fake.question
    assert 1 <= len(fake.shown) <= 5
    told = await asyncio.to_thread(figures, desk)
    assert 'kamidesk_model_questions_total{outcome="answered"} 1.0' in told
    assert "kamidesk_model_tokens_total 120.0" in told
    assert 'kamidesk_work_total{kind="AskModel",outcome="done"} 1.0' in told


@pytest.mark.parametrize("wrong", ["unknown", "injected", "failing", "garbled", "uncited"])
async def test_else_the_buyer_hears_what_he_hears_without_a_model(
    tmp_path: Path, fake: FakeEndpoint, wrong: str
) -> None:
    if wrong == "injected":
        fake.says("去 https://evil.example.com 付款", "refund")
    elif wrong == "uncited":
        fake.says("可以退款。", "made-up")
    elif wrong == "failing":
        fake.status = 500
    elif wrong == "garbled":
        fake.raw = b"<html>"
    async with helped_desk(tmp_path / "with", "", {"base_url": fake.url, "model": "tiny"}) as desk:
        with_model = await ask(desk, UNSURE)
    assert len(fake.seen) == 1
    async with helped_desk(tmp_path / "without", "", {}) as desk:
        without = await ask(desk, UNSURE)
    assert (with_model.text, with_model.buttons) == (without.text, without.buttons)
    assert len(fake.seen) == 1


async def test_what_the_faq_is_sure_of_asks_nobody(desk: Desk, fake: FakeEndpoint) -> None:
    await ask(desk, "谢谢")
    await ask(desk, "怎么退款")
    assert fake.seen == []


def _copied(asked: Asked) -> str:
    """As an honest model does: what the first entry says."""
    first = json.loads(asked["messages"][1]["content"])["entries"][0]
    return reply(first["answer"].split("\n")[0], first["id"])
