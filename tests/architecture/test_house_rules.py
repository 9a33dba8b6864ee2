"""Budgets and habits. Each rule is first shown a bad sample (it must object) and told how much it looked at."""

import pytest

from tests.architecture import rules
from tests.architecture.sources import EVERYTHING, PRODUCT, Rule, faults, source, sources

DEEP = """
def f(a):
    for b in a:
        if b:
            try:
                while b:
                    b()
            finally:
                b()
"""

RULES: list[tuple[Rule, tuple[str, ...], str, str]] = [
    (rules.too_long_file, EVERYTHING, "x = 1\n" * 301, "x = 1\n" * 300),
    (rules.too_long_function, EVERYTHING, "def f():\n" + "    x()\n" * 40, "def f():\n" + "    x()\n" * 39),
    (rules.too_many_parameters, PRODUCT, "def f(a, b, c, d, e, *, f, g): ...", "def f(self, a, b, c, d, e, f): ..."),
    (rules.too_deep, EVERYTHING, DEEP, DEEP.replace("while b", "with b")),
    (rules.mutable_module_state, PRODUCT, "seen = {}", "SEEN = {}"),
    (rules.mutable_module_state, PRODUCT, "def f():\n    global x\n    x = 1", "def f():\n    x = {}"),
    (rules.prints, PRODUCT, "print('x')", "console.print('x')"),
    (rules.speaks_chinese, PRODUCT, "say('\u60a8\u597d\uff0c\u8bf7\u7a0d\u7b49\u3002')", "WORDS = ('\u4eba\u5de5',)"),
]


@pytest.mark.parametrize(("rule", "folders", "bad", "good"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_house_rule_is_kept(rule: Rule, folders: tuple[str, ...], bad: str, good: str) -> None:
    assert list(rule(source(bad))), "the rule does not see what it is there for"
    assert not list(rule(source(good))), "the rule objects to what is fine"
    assert faults(rule, *folders) == []


def test_every_module_is_named_for_what_it_does() -> None:
    assert list(rules.says_nothing(source("", "core/utils.py")))
    assert list(rules.says_nothing(source("", "core/helpers/orders.py")))
    assert not list(rules.says_nothing(source("", "core/orders.py")))
    assert faults(rules.says_nothing, *EVERYTHING) == []


def test_the_rules_looked_at_the_whole_product() -> None:
    looked_at = {str(one.path) for one in sources(*EVERYTHING)}
    for folder in PRODUCT:
        assert any(path.startswith(f"{folder}/") for path in looked_at), folder
    assert {"core/messages.py", "bots/webserver.py", "config/settings.py", "tests/architecture/rules.py"} <= looked_at
    assert len(looked_at) > 60
