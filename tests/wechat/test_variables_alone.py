"""Variables in the environment, no file anywhere: `kamidesk run`, a real process, is the whole product on WeChat."""

import re
from pathlib import Path

from tests.telegram.test_two_tokens import kamidesk_run
from tests.wechat.platform import Account, Mode, WeChat

ROOM = {"KAMIDESK_CHANNELS__WEB_STAFF__MAIN": "{}"}


def variables(wechat: WeChat) -> dict[str, str]:
    mine = wechat.account
    return {
        "KAMIDESK_WECHAT_APP_ID": mine.appid,
        "KAMIDESK_WECHAT_APP_SECRET": mine.secret,
        "KAMIDESK_WECHAT_TOKEN": mine.token,
        "KAMIDESK_WECHAT_AES_KEY": mine.aes_key,
        "KAMIDESK_WECHAT_URL": wechat.url,
    }


async def test_a_shop_on_an_official_account_in_secure_mode(tmp_path: Path) -> None:
    async with WeChat(Account(mode=Mode.SECURE)) as wechat:
        buyer = wechat.new_person()
        async with kamidesk_run(tmp_path, **variables(wechat), **ROOM) as run:
            await run.tells("Ctrl")
            assert "wechat/main" in run.told
            port = re.search(r"127\.0\.0\.1:(\d+)", run.told)
            assert port, run.told
            wechat.callbacks.url = f"http://127.0.0.1:{port[1]}/wechat/main/callback"
            wechat.says(buyer, "付了款没收到卡密怎么办？")
            answer = await wechat.hears(buyer)
            assert "别着急" in answer.text
        assert (tmp_path / "kamidesk.env").is_file()
        mine = wechat.account
        secrets = (mine.secret, mine.aes_key, mine.token, *wechat.tokens.issued)
        assert not [secret for secret in secrets if secret in run.told]
