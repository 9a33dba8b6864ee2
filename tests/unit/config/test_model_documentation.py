"""docs/faq-models.md tells what is true of the models."""

import re
import tomllib
from pathlib import Path

from config.settings import DEFAULTS, Model, Semantic
from faq.grounded.reply import End

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "faq-models.md").read_text("utf-8")


def test_the_examples_are_settings() -> None:
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))["faq"]
    examples = [tomllib.loads(one)["faq"] for one in re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)]
    assert [list(one) for one in examples] == [["model"], ["semantic"]] * 2
    for one in examples:
        if "model" in one:
            assert Model.model_validate(defaults["model"] | one["model"]).base_url
        else:
            assert Semantic.model_validate(defaults["semantic"] | one["semantic"]).folder is not None


def test_the_defaults_are_those_of_the_settings() -> None:
    defaults = tomllib.loads(DEFAULTS.read_text("utf-8"))["faq"]["model"]
    told = re.findall(r"^\| `faq\.model\.([a-z_]+)` \| `([^`]+)` \|", PAGE, re.MULTILINE)
    assert len(told) == 8
    assert [(name, value) for name, value in told if str(defaults[name]) != value] == []


def test_every_outcome_is_explained() -> None:
    rows = re.findall(r"^\| ((?:`[a-z-]+`、?)+) \|", PAGE, re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    away = {"timeout", "busy", "refused", "failing", "unreachable", "garbled"}
    assert explained >= {*map(str, End), *away}
