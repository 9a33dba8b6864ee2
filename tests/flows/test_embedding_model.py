"""The whole product with a small embedding model: it starts, answers, keeps the vectors, and tells of it."""

import asyncio
from itertools import count
from pathlib import Path

from bots import app, doctor
from bots.fake.testkit import fake_platform
from core.channel import Severity
from tests.flows.desk import running, settings_for
from tests.languagemodel.tinymodel import NEEDS_ONNX, tiny_model


async def appears(folder: Path, pattern: str) -> None:
    async with asyncio.timeout(60):
        for _ in count():
            if await asyncio.to_thread(lambda: list(folder.glob(pattern))):
                return
            await asyncio.sleep(0.05)


@NEEDS_ONNX
async def test_the_shop_answers_and_its_wordings_become_vectors_in_the_background(tmp_path: Path) -> None:
    folder = await asyncio.to_thread(tiny_model, tmp_path / "tiny")
    async with fake_platform() as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        plain = settings_for(tmp_path, "", channels, "fake/staff")
        semantic = plain.faq.semantic.model_copy(update={"folder": folder})
        settings = plain.model_copy(update={"faq": plain.faq.model_copy(update={"semantic": semantic})})
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            await buyers.buyer_says("小明", "怎么退款")
            assert "退" in (await buyers.hears("小明")).text
            await appears(tmp_path / "vectors", "tiny-*.vectors")
        async with app.opened(settings) as parts:
            found = await doctor.examine_all({"faq.semantic": parts.examined["faq.semantic"]})
    assert [(one.subject, one.severity) for one in found] == [("faq.semantic", Severity.OK)]


async def test_without_one_nothing_is_looked_at(tmp_path: Path) -> None:
    async with fake_platform() as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(tmp_path, "", channels, "fake/staff")
        async with app.opened(settings) as parts:
            assert (
                await doctor.examine_all({name: parts.examined[name] for name in ("faq.semantic", "faq.model")}) == []
            )
    assert not (tmp_path / "vectors").exists()
