"""The house rules, each a function from one file to what is wrong in it. Pure."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import Function, Source, functions

FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 6
NESTING = 3
BANNED_NAMES = frozenset({"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"})
MUTABLE_CALLS = frozenset({"bytearray", "defaultdict", "deque", "dict", "list", "set", "Counter", "OrderedDict"})
SENTENCE = re.compile(r"[^|\\\[\]]*[\u4e00-\u9fff]{2,}[\u3002\uff01\uff1f\uff0c\u2026][^|\\\[\]]*", re.DOTALL)

_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.Match)
_BLOCKS = (*_BRANCHES, ast.With, ast.AsyncWith)


def too_long_file(one: Source) -> Iterator[str]:
    lines = one.text.count("\n")
    if lines > FILE_LINES:
        yield f"{lines} lines, at most {FILE_LINES}"


def too_long_function(one: Source) -> Iterator[str]:
    for function in functions(one.tree):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{function.name} has {lines} lines, at most {FUNCTION_LINES}"


def too_many_parameters(one: Source) -> Iterator[str]:
    for function in functions(one.tree):
        count = _parameters(function)
        if count > PARAMETERS:
            yield f"{function.name} takes {count} parameters, at most {PARAMETERS}"


def too_deep(one: Source) -> Iterator[str]:
    for function in functions(one.tree):
        depth = _depth(function.body)
        if depth > NESTING:
            yield f"{function.name} is nested {depth} deep, at most {NESTING}"


def mutable_module_state(one: Source) -> Iterator[str]:
    """A name in CAPITALS is a constant by promise; anything else that can be changed is state."""
    for statement in one.tree.body:
        if isinstance(statement, ast.Assign) and _is_mutable(statement.value):
            yield from (f"{name} can be changed by anybody" for name in _names(statement) if not _is_constant(name))
    for node in ast.walk(one.tree):
        if isinstance(node, ast.Global):
            yield f"global {', '.join(node.names)} in line {node.lineno}"


def prints(one: Source) -> Iterator[str]:
    for node in ast.walk(one.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield f"print in line {node.lineno}"


def says_nothing(one: Source) -> Iterator[str]:
    """A name that tells nothing of what is inside."""
    if BANNED_NAMES & {one.path.stem, *one.path.parts}:
        yield "the name tells nothing; name it for what it does"


def speaks_chinese(one: Source) -> Iterator[str]:
    """Sentences belong into config/texts. Single words are let through: skills recognise what buyers write."""
    documentation = {id(node) for node in _docstrings(one.tree)}
    for node in ast.walk(one.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in documentation:
            continue
        if SENTENCE.fullmatch(node.value):
            yield f"a sentence for people in line {node.lineno}: move it to config/texts"


def _parameters(function: Function) -> int:
    spec = function.args
    named = [argument.arg for argument in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len([name for name in named if name not in {"self", "cls"}])


def _depth(body: list[ast.stmt]) -> int:
    """An elif stands at the level of its if; a `with` branches nowhere; a function inside begins anew."""
    return max((_depth_of(statement) for statement in body), default=0)


def _depth_of(statement: ast.stmt) -> int:
    if not isinstance(statement, _BLOCKS):
        return 0
    if isinstance(statement, ast.If) and len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        return max(1 + _depth(statement.body), _depth_of(statement.orelse[0]))
    own = 1 if isinstance(statement, _BRANCHES) else 0
    return own + max((_depth(inner) for inner in _bodies(statement)), default=0)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        yield getattr(statement, name, [])
    for name in ("handlers", "cases"):
        yield from (inner.body for inner in getattr(statement, name, []))


def _names(statement: ast.Assign) -> list[str]:
    return [target.id for target in statement.targets if isinstance(target, ast.Name)]


def _is_constant(name: str) -> bool:
    return name.isupper() or name.startswith("__")


def _is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in MUTABLE_CALLS


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
