"""What a fresh clone is built with: pins for everything that is wanted, and one test command."""

import os
import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.sources import ROOT

PIN = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.+!]+)")


def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines]
    assert None not in found, "constraints.txt holds only name==version"
    return {canonicalize_name(pin[1]): Version(pin[2]) for pin in found if pin}


def test_everything_that_is_wanted_is_pinned_to_a_version_that_is_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [Requirement(text) for text in (*project["dependencies"], *(one for extra in extras for one in extra))]
    known = pins()
    assert len(wanted) > 20
    assert {canonicalize_name(one.name) for one in wanted} - known.keys() == set()
    assert [str(one) for one in wanted if known[canonicalize_name(one.name)] not in one.specifier] == []


def test_check_runs_what_the_readme_tells_to_type() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").rstrip().endswith("exec make test")
    assert re.search(r"^check:.*\n\t@\./\.ci/run$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make run" in readme
    assert "make test" in readme
