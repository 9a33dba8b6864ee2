"""The rows of a YAML file, with their line numbers. Pure."""

from typing import Any, cast

import yaml

from faq.filing.problems import Problem, problem
from faq.filing.rows import Place, Row

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml reads the same, more slowly
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def yaml_rows(file: str, text: str) -> tuple[list[Row], list[Problem]]:
    """`text`: a mapping with `entries` (and a `language` for all of them), or a bare list of entries."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as exc:
        return [], [_explained(file, text, exc)]
    if root is None:
        return [], [problem(file, 1, "file-empty")]
    problems = _repeated_keys(file, root)
    entries, shared = _parts(file, root, problems)
    if not entries and not problems:
        problems.append(problem(file, _line(root), "no-entries"))
    rows: list[Row] = []
    for node in entries:
        if isinstance(node, yaml.MappingNode):
            problems += _repeated_keys(file, node)
            rows.append(_row(file, node, shared))
        else:
            problems.append(problem(file, _line(node), "not-block"))
    return rows, problems


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _explained(file: str, text: str, exc: yaml.YAMLError) -> Problem:
    mark = getattr(exc, "problem_mark", None)
    if mark is None:  # a character that YAML does not allow: the error knows only its position
        position = getattr(exc, "position", 0) or 0
        return problem(file, text.count("\n", 0, position) + 1, "control")
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or line[mark.column : mark.column + 1] == "\t":
        return problem(file, mark.line + 1, "tab")
    return problem(file, mark.line + 1, "yaml", detail=getattr(exc, "problem", None) or "not YAML")


def _repeated_keys(file: str, node: yaml.Node) -> list[Problem]:
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: set[str] = set()
    problems = []
    for key, _ in node.value:
        if str(key.value) in seen:
            problems.append(problem(file, _line(key), "twice", key=key.value))
        seen.add(str(key.value))
    return problems


def _parts(file: str, root: yaml.Node, problems: list[Problem]) -> tuple[list[yaml.Node], dict[str, Any]]:
    """The entries' nodes, and what holds for all of them."""
    if isinstance(root, yaml.SequenceNode):
        return root.value, {}
    found = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    for key in found.keys() - {"language", "entries"}:
        problems.append(problem(file, _line(found[key]), "top", key=key))
    entries = found.get("entries")
    if not isinstance(entries, yaml.SequenceNode):
        line = _line(entries) if entries else _line(root)
        problems.append(problem(file, line, "entries-list"))
        return [], {}
    return entries.value, {"language": _plain(found["language"])} if "language" in found else {}


def _plain(node: yaml.Node) -> Any:
    """The node's value, at most three levels deep (a list of buttons): nothing in an entry is deeper."""
    if isinstance(node, yaml.SequenceNode):
        return [_item(item) for item in node.value]
    return _scalar(node)


def _item(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _scalar(value) for key, value in node.value}
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        return {}
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in {"true", "yes", "on"}
    return cast("str", node.value) if node.tag == "tag:yaml.org,2002:str" else _NotText(node.value)


class _NotText:
    """A number, date or nothing where text belongs, shown as it was written."""

    def __init__(self, written: str) -> None:
        self._written = written

    def __repr__(self) -> str:
        return self._written or "nothing"


def _row(file: str, node: yaml.MappingNode, shared: dict[str, Any]) -> Row:
    lines: dict[Place, int] = {(): _line(node)}
    values = dict(shared)
    for key, value in node.value:
        name = str(key.value)
        values[name] = _plain(value)
        lines[(name,)] = _line(key)
        if isinstance(value, yaml.SequenceNode):
            lines |= {(name, number): _line(item) for number, item in enumerate(value.value)}
    return Row(file, values, lines)
