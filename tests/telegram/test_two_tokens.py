"""Two tokens in the environment, no file anywhere: `kamidesk run`, a real process, is the whole product on Telegram."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.telegram.botapi import BotApi

KAMIDESK = str(Path(sys.executable).with_name("kamidesk"))
PATIENCE = 60.0


class Run:
    """`kamidesk run`; `told`: all that it has printed until now."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.told = ""

    async def tells(self, pattern: str) -> None:
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE):
            while not re.search(pattern, self.told):
                line = (await self.process.stdout.readline()).decode()
                assert line, self.told
                self.told += line


@asynccontextmanager
async def kamidesk_run(folder: Path, **environment: str) -> AsyncIterator[Run]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("KAMIDESK_")}
    process = await asyncio.create_subprocess_exec(
        KAMIDESK,
        "run",
        cwd=folder,
        env={**bare, "LANG": "en_US.UTF-8", "KAMIDESK_WEB__PORT": "0", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Run(process)
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


async def test_two_tokens_are_the_whole_product_and_the_group_may_come_later(tmp_path: Path) -> None:
    async with BotApi(second=0.05) as api:
        shop, staff = api.new_bot("shop"), api.new_bot("staff")
        buyer, boss = api.new_user("小明", language="zh-hans"), api.new_user("Mei")
        tokens = {"KAMIDESK_TELEGRAM_TOKEN": shop.token, "KAMIDESK_TELEGRAM_STAFF_TOKEN": staff.token}
        async with kamidesk_run(tmp_path, **tokens, KAMIDESK_TELEGRAM_URL=api.url) as run:
            await run.tells("Ctrl")
            assert "telegram/main, telegram-staff/main" in run.told
            assert "/chat" not in run.told
            await run.tells("add the bot to the agents' group")
            api.says(buyer, api.private(shop, buyer), "转人工")
            await api.hears(api.private(shop, buyer))

            group = api.new_group("售后客服", boss, forum=True)
            api.adds(group, staff)
            api.promotes(group, staff)
            await api.until(lambda: any("/desk" in one.text for one in api.answers_in(group)))
            [word] = set(re.findall(r"write there: /desk ([a-z2-7]{8})", run.told))
            api.says(boss, group, f"/desk {word}")
            await run.tells(f"this is the agents' group from now on.*{group.id}")
            await api.until(lambda: bool(group.topics))
            [topic] = group.topics.values()
            assert "小明" in topic.name
            await api.until(lambda: any(one.pinned for one in api.answers_in(group, topic.id)))
            api.says(boss, group, "你好，我来看看", thread=topic.id)
            await api.until(
                lambda: any("你好，我来看看" in one.text for one in api.answers_in(api.private(shop, buyer)))
            )
        assert (tmp_path / "kamidesk.env").is_file()
        assert shop.token not in run.told
