"""What was measured of the FAQ's matcher and its peers, as tables of docs/faq.md. Pure, but for `write_page`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from faq.evaluate import Evaluation
from faq.measuring.figures import Figures
from faq.measuring.speed import Speed

PAGE = Path("docs/faq.md")
START, END = "<!-- faq-bench -->", "<!-- /faq-bench -->"
OURS = "KamiDesk"

COMPARED = {
    "top1": "Right entry first (top-1)",
    "recall3": "Right entry among three (recall@3)",
    "auroc": "In scope against out of scope (AUROC of the score)",
    "coverage_at_95": "Share answered at 95 % precision, threshold chosen with hindsight",
    "ece": "Expected calibration error of what claims to be a probability",
}
"""Figure of `Figures`, and the title of its table. Of an error, less is better."""

ALONE = {
    "questions": "in scope",
    "out_of_scope": "out of scope",
    "top1": "top-1",
    "recall3": "recall@3",
    "precision": "answered precision",
    "coverage": "coverage",
    "suggest_recall3": "suggest recall@3",
    "oos_answered": "out of scope answered",
    "ece": "ECE",
    "auroc": "AUROC",
}
LESS_IS_BETTER = frozenset({"ece"})

Compared = Mapping[str, Mapping[str, Figures]]
"""Method -> set -> figures."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All of one run.

    `noise`   "set: noise" -> method -> top-1
    `speeds`  method -> size -> speed, where that was tried
    """

    told: str
    ours: Mapping[str, Evaluation]
    compared: Compared
    probable: frozenset[str]
    noise: Mapping[str, Mapping[str, float]]
    speeds: Mapping[str, Mapping[int, Speed]]


def tables(one: Measured) -> str:
    """Markdown."""
    parts = [one.told, "", "### KamiDesk by itself", "", *_alone(one.ours)]
    for figure, title in COMPARED.items():
        methods = {name: sets for name, sets in one.compared.items() if figure != "ece" or name in one.probable}
        if lines := _compared(figure, methods):
            parts += ["", f"### {title}", "", *lines]
    if one.noise:
        parts += ["", "### Disturbed questions (top-1)", "", *_disturbed(one.noise)]
    if one.speeds:
        parts += ["", "### Speed and memory", "", *_speeds(one.speeds)]
    return "\n".join([*parts, ""])


def write_page(text: str, page: Path = PAGE) -> None:
    """Puts the tables between the page's marks. Raises: ValueError: it has none."""
    before, start, rest = page.read_text("utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{page} lacks {START} or {END}")
    page.write_text(f"{before}{start}\n{text}{end}{after}", "utf-8")


# ------------------------------------------------------------------ tables


def _alone(ours: Mapping[str, Evaluation]) -> list[str]:
    rows: dict[str, Figures] = {}
    for name, one in ours.items():
        rows[f"**{name}**"] = one.whole
        rows |= {f"{name}, {language}": found for language, found in one.languages.items()}
        rows |= {f"{name}, *{kind}*": found for kind, found in one.kinds.items()}
    cells = [[name, *(_number(getattr(one, figure)) for figure in ALONE)] for name, one in rows.items()]
    return _table(["questions", *ALONE.values()], cells)


def _compared(figure: str, methods: Compared) -> list[str]:
    """A line for each method, the best of every column is bold; empty if no set has this figure."""
    names = {name for sets in methods.values() for name, one in sets.items() if getattr(one, figure) is not None}
    known = [name for name in next(iter(methods.values())) if name in names]
    if not known:
        return []
    rows = [[getattr(sets[name], figure) for name in known] for sets in methods.values()]
    rows = [[*row, fmean(row)] for row in rows]
    best = [(min if figure in LESS_IS_BETTER else max)(column) for column in zip(*rows, strict=True)]
    lines = [[method, *map(_marked, row, best)] for method, row in zip(methods, rows, strict=True)]
    return _table(["method", *known, "mean"], lines)


def _disturbed(noise: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A line for each noise; the best of it is bold."""
    methods = list(next(iter(noise.values())))
    lines = [[name, *(_marked(top1[one], max(top1.values())) for one in methods)] for name, top1 in noise.items()]
    return _table(["set", *methods], lines)


def _speeds(speeds: Mapping[str, Mapping[int, Speed]]) -> list[str]:
    sizes = sorted({size for of_sizes in speeds.values() for size in of_sizes})
    largest = f"at {sizes[-1]:,}"
    heads = [f"ms a query, {size:,} phrasings" for size in sizes]
    lines = []
    for name, of_sizes in speeds.items():
        queries = [f"{of_sizes[size].ms:.2f}" if size in of_sizes else "-" for size in sizes]
        last = of_sizes.get(sizes[-1])
        rest = [f"{last.start_s:.1f}", f"{last.edit_ms:,.1f}", f"{last.mb:,.0f}"] if last and last.mb else ["-"] * 3
        lines.append([name, *queries, *rest])
    return _table(["method", *heads, f"start, s, {largest}", f"one edit, ms, {largest}", f"MB {largest}"], lines)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _marked(value: float, best: float) -> str:
    shown = _number(value)
    return f"**{shown}**" if shown == _number(best) else shown


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}".removeprefix("0")
