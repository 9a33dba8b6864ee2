"""Each mistake is one line: the name as the owner wrote it, what is wrong, what to do."""

from pathlib import Path

import pytest

from config.loading import load
from config.problems import WrongSettings
from tests.unit.config.conftest import Complain

MISTAKES = [
    ('[web]\nport = "x"', "web.port: must be a whole number, and it is 'x'. For example: web.port = 8080"),
    ("[web]\nport = 70000", "web.port: must be at most 65535, and it is 70000. For example: web.port = 8080"),
    ("[web]\nprot = 1", "web.prot: is not a setting. Did you mean port?"),
    ("[wbe]\nport = 1", "wbe: is not a setting. Did you mean web?"),
    ("web = 3", "web: must be a table, and it is 3. Write [web] and its settings below it."),
    ("[shop]\nname = 3", 'shop.name: must be a text in quotes, and it is 3. For example: shop.name = "Star Cards"'),
    ('[shop]\nname = ""', 'shop.name: is empty. For example: shop.name = "Star Cards"'),
    ('[shop]\ntime_zone = "Mars"', "shop.time_zone: is not a time zone that this machine knows, and it is 'Mars'."),
    ('[shop]\nlanguage = "fr"', "shop.language: must be one of zh, zh-Hant, en, es, and it is 'fr'."),
    (
        '[desk]\nlanguage = "es"',
        "desk.language: must be one of zh, en: agents are spoken to in these, and it is 'es'.",
    ),
    ('[log]\nlevel = "loud"', "log.level: must be 'debug', 'info', 'warning' or 'error', and it is 'loud'."),
    ('[desk]\nroom = "telegram"', "desk.room: must be channel/account, or empty, and it is 'telegram'."),
    ("[desk]\nremind_after = 5", 'desk.remind_after: must be a time such as "90s", "15m", "12h" or "3d", and it is 5.'),
    ('[desk]\ndigest_at = "9 am"', 'desk.digest_at: must be a time of day such as "09:00", or empty, and it is'),
    ('[desk]\ndigest_at = "24:00"', 'desk.digest_at: must be a time of day such as "09:00", or empty, and it is'),
    ('[proof]\nremove_keys_after = "3d"', "proof.remove_keys_after: must be at most \"47h\", and it is '3d'."),
    ('[watchdog]\nevery = "0s"', 'watchdog.every: must be at least "1s" and at most "1d", and it is \'0s\'.'),
    ('[web]\njson_limit = "big"', "web.json_limit: must be a size such as \"1MiB\", and it is 'big'."),
    ('[web]\npublic_url = "shop.cn"', "web.public_url: must be an address such as https://help.example.com"),
    ('[proof]\nallow_b_first = "perhaps"', "proof.allow_b_first: must be true or false, and it is 'perhaps'."),
    ('[database]\nurl = "mysql://a"', "database.url: must begin with postgresql:// or sqlite:///."),
    ("[channels.telegram]\ntoken = 1", "channels.telegram.token: must be a table. Write it under [channels.<channel>"),
]


@pytest.mark.parametrize(("toml", "line"), MISTAKES)
def test_mistake_is_named_with_its_remedy(complaints: Complain, toml: str, line: str) -> None:
    (problem,) = complaints(toml)
    assert str(problem).startswith(line)
    assert problem.remedy


def test_all_mistakes_are_told_at_once(complaints: Complain) -> None:
    names = [problem.name for problem in complaints("[web]\nport = -1\nprot = 2\n[shop]\nrefund_days = 1.5\n[x]\n")]
    assert sorted(names) == ["shop.refund_days", "web.port", "web.prot", "x"]


def test_variable_is_named_as_it_was_set(complaints: Complain) -> None:
    (problem,) = complaints("", KAMIDESK_WEB__READ_WITHIN="15")
    assert problem.name == "KAMIDESK_WEB__READ_WITHIN"
    assert problem.remedy == "For example: KAMIDESK_WEB__READ_WITHIN=15s"


def test_unknown_variable_is_a_mistake_in_either_place(complaints: Complain) -> None:
    wrong = complaints("", KAMIDESK_WBE__PORT="1", KAMIDESK_WEB__PROT="1", OTHER_WEB="1")
    assert [(problem.name, problem.remedy) for problem in wrong] == [
        ("KAMIDESK_WBE__PORT", "Did you mean KAMIDESK_WEB?"),
        ("KAMIDESK_WEB__PROT", "Did you mean KAMIDESK_WEB__PORT?"),
    ]


def test_room_must_be_a_configured_channel(complaints: Complain) -> None:
    (problem,) = complaints('[desk]\nroom = "web-staf/main"\n[channels.web-staff.main]\n')
    assert str(problem) == (
        "desk.room: web-staf/main is not among the configured channels. Did you mean web-staff/main?"
    )


def test_wrong_secret_values_are_not_repeated(complaints: Complain) -> None:
    wrong = complaints(
        '[channels]\ntelegram = "VALUE-A"\n',
        KAMIDESK_DATABASE__URL="mysql://u:VALUE-B@h/d",
        KAMIDESK_SECRETS__FINGERPRINT_KEY="VALUE-C",
    )
    told = "\n".join(map(str, wrong))
    assert len(wrong) == 3
    assert "VALUE" not in told
    assert "KAMIDESK_SECRETS__FINGERPRINT_KEY: is shorter than 32 characters." in told


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"[web\n", "is not valid TOML"),
        (b'name = "\xff"', "is not UTF-8 text"),
        (b"a = 1\na = 2\n", "is not valid TOML"),
    ],
)
def test_broken_file_is_named(folder: Path, content: bytes, detail: str) -> None:
    (folder / "kamidesk.toml").write_bytes(content)
    with pytest.raises(WrongSettings, match=rf"^kamidesk\.toml: {detail}"):
        load(environment={})


def test_file_that_was_asked_for_must_be_there(folder: Path) -> None:
    with pytest.raises(WrongSettings, match=r"shop\.toml: there is no such file\. `kamidesk init` writes one\."):
        load(folder / "shop.toml", {})
