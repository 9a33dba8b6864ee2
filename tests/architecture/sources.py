"""Every Python file of ours, parsed once, for the architecture tests."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bots", "config", "core", "faq", "handoff", "storage")
EVERYTHING = (*PRODUCT, "tests", "benchmarks")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One file; `path` is relative to the checkout."""

    path: Path
    text: str
    tree: ast.Module


Rule = Callable[[Source], Iterator[str]]


def source(text: str, path: str = "core/sample.py") -> Source:
    """A file that is not there, to prove that a rule sees something."""
    return Source(Path(path), text, ast.parse(text))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """All files under these folders, but for generated migrations."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py") if "versions" not in file.parts)
    texts = [(file.relative_to(ROOT), file.read_text("utf-8")) for file in files]
    return tuple(Source(path, text, ast.parse(text)) for path, text in texts)


def faults(rule: Rule, *folders: str) -> list[str]:
    return [f"{one.path}: {fault}" for one in sources(*folders) for fault in rule(one)]


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))
