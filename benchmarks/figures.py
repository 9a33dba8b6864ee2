"""Figures for machines: one JSON file for each kind of run, under build/."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BUILD = Path("build")


def commit() -> str:
    """HEAD of the checkout; "" outside of one."""
    told = subprocess.run(("git", "rev-parse", "HEAD"), capture_output=True, text=True, check=False)
    return told.stdout.strip()


def write_figures(name: str, figures: Mapping[str, Any]) -> Path:
    """Writes `build/NAME.json`; gives its path."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / f"{name}.json"
    path.write_text(json.dumps({"commit": commit(), **figures}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path
