"""What the privacy page promises is what the code does."""

import tomllib

import pytest

from bots import watch
from config.settings import DEFAULTS
from core.guessing import HISTORY
from core.kinerrands import LinkLimits
from faq.favour import A_DAY, BUYERS
from faq.grounded.prompt import MOST_ENTRIES
from faq.nightly import KEPT
from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")
REMOVED = tomllib.loads(DEFAULTS.read_text("utf-8"))["proof"]["remove_keys_after"].removesuffix("h")
CODE_MINUTES = int(LinkLimits().code_valid.total_seconds() // 60)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (f"| {KEPT.days} 天 |", f"| {KEPT.days} days |"),
        (f"| {HISTORY.days} 天 |", f"| {HISTORY.days} days |"),
        (f"| {watch.KEPT.days} 天没有动静 |", f"| {watch.KEPT.days} quiet days |"),
        (f"{REMOVED} 小时后自动消失", f"vanishes after {REMOVED} hours"),
        (f"至少 {BUYERS} 位买家", f"at least {BUYERS} buyers"),
        (f"最多算 {A_DAY} 位", f"at most {A_DAY} of one day"),
        (f"最多 {MOST_ENTRIES} 条常见问题", f"at most {MOST_ENTRIES} FAQ entries"),
        (f"{CODE_MINUTES} 分钟后失效", f"void after {CODE_MINUTES} minutes"),
    ],
)
def test_the_page_tells_the_real_figures_in_both_languages(chinese: str, english: str) -> None:
    assert chinese in PAGE
    assert english in PAGE


def test_it_is_found_from_the_first_page_in_both_languages() -> None:
    assert (ROOT / "README.md").read_text("utf-8").count("(docs/privacy.md)") == 2
