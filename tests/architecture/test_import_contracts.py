"""The contracts of .importlinter hold, see the whole product, and would catch each kind of violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.sources import PRODUCT, ROOT

MODULES = (
    "bots/app.py",
    "bots/__main__.py",
    "bots/server.py",
    "bots/errands.py",
    "bots/webserver.py",
    "bots/cli/__init__.py",
    "bots/cli/run.py",
    "bots/fresh/__init__.py",
    "bots/fresh/channel.py",
    "bots/other/__init__.py",
    "config/settings.py",
    "core/messages.py",
    "faq/entries.py",
    "handoff/desk.py",
    "storage/tables.py",
)

VIOLATIONS = [
    ("bots/fresh/channel.py", "import storage.tables", "Under bots, only the root and the commands"),
    ("bots/fresh/channel.py", "import config.settings", "Under bots, only the root and the commands"),
    ("bots/fresh/channel.py", "import bots.other", "Channels and the other pieces of bots"),
    ("bots/webserver.py", "import bots.fresh.channel", "Channels and the other pieces of bots"),
    ("bots/fresh/channel.py", "import bots.app", "Only the commands start the composition root"),
    ("bots/fresh/channel.py", "import sqlalchemy", "Database libraries are used in storage alone"),
    ("core/messages.py", "import faq.entries", "Layers"),
    ("core/messages.py", "import aiohttp", "core, faq and handoff touch no network"),
    ("faq/entries.py", "import handoff.desk", "Layers"),
    ("handoff/desk.py", "import storage.tables", "Layers"),
    ("storage/tables.py", "import config.settings", "Layers"),
    ("storage/tables.py", "import bots.webserver", "Layers"),
    ("config/settings.py", "import core.messages", "config knows nothing of ours"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def small_product(tmp_path: Path) -> Path:
    """A product of empty modules with a channel that nobody has heard of."""
    for name in MODULES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        for folder in file.relative_to(tmp_path).parents[:-1]:
            (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "bots/app.py").write_text(
        "import storage.tables, config.settings, bots.fresh.channel, bots.webserver\n"
    )
    (tmp_path / "bots/cli/run.py").write_text("import bots.app, config.settings, storage.tables\n")
    (tmp_path / "storage/tables.py").write_text("import core.messages, faq.entries, handoff.desk, sqlalchemy\n")
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_contracts_are_kept() -> None:
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout
    assert "0 broken" in told.stdout


def test_contracts_see_the_whole_product() -> None:
    graph = grimp.build_graph(*PRODUCT, cache_dir=None)
    for package in PRODUCT:
        assert graph.find_descendants(package), package
    assert {"bots.fake", "bots.web"} <= graph.find_children("bots")


def test_allowed_imports_are_allowed(small_product: Path) -> None:
    told = lint(small_product)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(("file", "statement", "contract"), VIOLATIONS)
def test_violation_is_caught(small_product: Path, file: str, statement: str, contract: str) -> None:
    with (small_product / file).open("a") as handle:
        handle.write(f"{statement}\n")
    told = lint(small_product)
    assert told.returncode == 1
    broken = [line for line in told.stdout.splitlines() if " BROKEN" in line]
    assert any(contract in line for line in broken), told.stdout
