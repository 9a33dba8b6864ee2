"""docs/configuration.md tells every setting with its true default."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bots.discord import settings as discord
from bots.discord.errors import CLOSED, CODES, REMEDIES
from bots.discord.staffsettings import StaffSettings as ForumSettings
from bots.telegram.settings import ShopSettings, StaffSettings
from bots.wechat import codes
from bots.wechat.official import errors as official
from bots.wechat.official.settings import MenuButton, OfficialSettings
from bots.wechat.wecom import errors as wecom
from bots.wechat.wecom.settings import CustomerServiceSettings
from config.settings import DEFAULTS, Settings
from config.shorthands import SHORT
from handoff.commands import read_command

PAGE = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"
RAW = {"channels", "shops"}


def leaves(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def documented() -> dict[str, str]:
    """Of the product itself; the channels' stand further below."""
    page = PAGE.read_text("utf-8").partition("\n## 渠道 · Channels")[0]
    return dict(re.findall(r"^\| `([a-z_.]+)` \| (.+?) \|", page, re.MULTILINE))


def shown(value: object) -> set[str]:
    if value in ("", []):
        return {"*(empty)*", "*(none)*"}
    return {f"`{str(value).lower() if isinstance(value, bool) else value}`"}


def test_every_setting_is_documented_with_its_default() -> None:
    page = documented()
    defaults = dict(leaves(tomllib.loads(DEFAULTS.read_text("utf-8"))))
    assert len(defaults) > 20
    assert [name for name, value in defaults.items() if page.get(name) not in shown(value)] == []
    assert page.keys() - defaults.keys() == {"secrets.keys", "secrets.fingerprint_key"}


def test_every_setting_but_the_secrets_has_a_default() -> None:
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))
    for name, field in Settings.model_fields.items():
        if name not in RAW | {"secrets", "data_dir"}:
            assert field.annotation is not None
            assert set(field.annotation.model_fields) == set(defaults[name]), name
    assert RAW | {"data_dir"} <= defaults.keys()


def test_every_setting_and_short_name_of_telegram_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    section = page.partition("### Telegram")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", section))
    assert {*ShopSettings.model_fields, *StaffSettings.model_fields} - named == set()
    for text in (section, PAGE.with_name("telegram.md").read_text("utf-8")):
        assert {name for name in SHORT if "TELEGRAM" in name and f"`{name}`" not in text} == set()


def test_every_setting_and_short_name_of_wechat_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    section = page.partition("### 微信 · WeChat")[2].partition("\n## ")[0]
    official, wecom = section.partition("`[channels.wecom.")[::2]
    for told, models in ((official, (OfficialSettings, MenuButton)), (wecom, (CustomerServiceSettings,))):
        named = set(re.findall(r"`([a-z_]+)`", told))
        assert {name for model in models for name in model.model_fields} - named == set()
    for text in (section, PAGE.with_name("wechat.md").read_text("utf-8")):
        assert {name for name in SHORT if "_WE" in name and f"`{name}`" not in text} == set()


def test_the_examples_of_wechat_are_settings_that_the_channels_take() -> None:
    page = PAGE.with_name("wechat.md").read_text("utf-8")
    examples = [tomllib.loads(one) for one in re.findall(r"```toml\n(.+?)```", page, re.DOTALL)]
    official = [one["channels"]["wechat"]["main"] for one in examples if "wechat" in one["channels"]]
    wecom = [one["channels"]["wecom"]["main"] for one in examples if "wecom" in one["channels"]]
    assert (len(official), len(wecom)) == (2, 1)
    known = {"app_id": "wx1234567890abcdef", "token": "Callback"}
    menus = [OfficialSettings.model_validate({**known, **one}).menu for one in official]
    assert [button.name for button in menus[0]] == ["查订单", "去店铺", "帮助"]
    secrets = {"secret": "s" * 43, "token": "Callback", "aes_key": "a" * 43}
    assert CustomerServiceSettings.model_validate({**secrets, **wecom[0]}).corp_id == "ww1234567890abcdef"


def test_the_codes_that_wechat_s_page_explains_are_those_that_we_know() -> None:
    chinese, _, english = PAGE.with_name("wechat.md").read_text("utf-8").partition("\n# WeChat in English")
    tables = [chinese.partition("## 出了状况")[2], english.partition("## What to do when")[2]]
    explained = [{int(code) for code in re.findall(r"`(\d{5,6})`", table)} for table in tables]
    known = {**codes.OFFICIAL, **codes.WECOM, **official.CODES, **wecom.CODES, **wecom.REMEDIES}
    assert len(explained[0]) > 15
    assert explained[0] == explained[1]
    assert explained[0] - known.keys() == set()


def test_the_pictures_of_wechat_are_there() -> None:
    pictures = re.findall(r"\((images/[^)]+)\)", PAGE.with_name("wechat.md").read_text("utf-8"))
    assert len(pictures) == 2
    assert [one for one in pictures if not (PAGE.parent / one).is_file()] == []


def test_commented_settings_of_wechat_stand_there_with_their_defaults() -> None:
    page = PAGE.with_name("wechat.md").read_text("utf-8")
    section = page.partition("## 更多设置")[2].partition("\n## ")[0]
    official, wecom = section.partition("[channels.wecom.main]")[::2]
    for text, model in ((official, OfficialSettings), (wecom, CustomerServiceSettings)):
        shown = dict(re.findall(r"^# ([a-z_]+) = ([^#]+?)\s*#", text, re.MULTILINE))
        examples = {"kf_account", "open_kfid"}
        assert len(shown) > 3
        told = {name: tomllib.loads(f"x = {value}")["x"] for name, value in shown.items() if name not in examples}
        assert told == {name: model.model_fields[name].default for name in told}


def test_every_setting_and_short_name_of_discord_is_documented() -> None:
    section = PAGE.read_text("utf-8").partition("### Discord")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", section))
    assert {*discord.ShopSettings.model_fields, *ForumSettings.model_fields} - named == set()
    for text in (section, PAGE.with_name("discord.md").read_text("utf-8")):
        assert {name for name in SHORT if "DISCORD" in name and f"`{name}`" not in text} == set()


def test_the_examples_of_discord_are_settings_that_the_channels_take() -> None:
    page = PAGE.with_name("discord.md").read_text("utf-8")
    [example] = [tomllib.loads(re.sub(r"^# ", "", one, flags=re.MULTILINE)) for one in toml_in(page)]
    token = {"token": "MTAxMDEwMTAx.Gabcde.0123456789abcdefghijklmnop"}
    shop = discord.ShopSettings.model_validate(token | example["channels"]["discord"]["main"])
    staff = ForumSettings.model_validate(token | example["channels"]["discord-staff"]["main"])
    assert (shop.open_in, staff.agents) == ("thread", (1100000000000000004,))


def test_the_codes_that_discord_s_page_explains_are_those_that_we_know() -> None:
    chinese, _, english = PAGE.with_name("discord.md").read_text("utf-8").partition("\n# Discord in English")
    tables = [chinese.partition("## 出了状况")[2], english.partition("## What to do when")[2]]
    explained = [{int(code) for code in re.findall(r"`(\d{3,6})`", table)} for table in tables]
    assert len(explained[0]) > 7
    assert explained[0] == explained[1]
    assert explained[0] - {429, *CODES, *CLOSED, *REMEDIES} == set()


def toml_in(page: str) -> list[str]:
    return re.findall(r"```toml\n(.+?)```", page, re.DOTALL)


def test_every_command_that_agents_are_taught_is_one() -> None:
    page = PAGE.with_name("telegram.md").read_text("utf-8")
    taught = re.findall(r"`(/(?:take|close|note|order|resend|delete|lang|history|help|open|search|stats))\b", page)
    commands = [read_command(one) for one in taught]
    assert len({one.name for one in commands if one}) == 12
    assert all(one and one.name for one in commands)
    pictures = re.findall(r"\((images/[^)]+)\)", page)
    assert len(pictures) == 3
    assert [one for one in pictures if not (PAGE.parent / one).is_file()] == []
