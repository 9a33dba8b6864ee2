"""How fast and how large a matcher is on FAQs of thousands of phrasings, in JSON: `python -m faq.measuring.speed N`.

Each size has a process of its own, so that memory and start are those of a server that has just begun.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import msgspec

from core.errors import Refused
from faq.entries import Entry
from faq.files import load_starter
from faq.matcher import FuzzyMatcher, Matcher
from faq.measuring.synthetic import synthetic_entries, synthetic_questions
from faq.outcomes import Answer, Suggest

_WARMING, _PASSES, _A_PASS = 40, 3, 200
_EDITS = 25
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class SpeedUnmeasured(Refused):
    """The speed cannot be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """`ms`       median of one uncached look-up of a new text; of three times 200 the best, for other programs run too
    `ms_p95`   of all of them
    `start_s`  seconds from the entries to a matcher that answers
    `learn_s`  seconds in which it then learnt its confidence, while it could answer already
    `edit_ms`  median of adding a phrasing to an entry; the next look-up saw it
    `mb`       what the process grew by, entries included; None where the system does not tell
    """

    phrasings: int
    ms: float
    ms_p95: float
    start_s: float
    learn_s: float
    edit_ms: float
    mb: float | None


def speed_of(phrasings: int) -> Speed:
    """Measured in a fresh process with one thread. Raises: SpeedUnmeasured."""
    command = [sys.executable, "-m", "faq.measuring.speed", str(phrasings)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)  # noqa: S603
    if told.returncode:
        raise SpeedUnmeasured(told.stderr.strip().rpartition("\n")[2])
    return msgspec.json.decode(told.stdout, type=Speed)


def measured(phrasings: int) -> Speed:
    """In this process."""
    starter = load_starter()
    FuzzyMatcher(starter[:1]).match("warm")  # so that tables and libraries are there, as in any server
    before = _resident()
    entries = tuple(synthetic_entries(starter, phrasings))
    began = perf_counter()
    matcher = FuzzyMatcher(entries, remembering=False)
    started = perf_counter()
    matcher.learn()
    learnt = perf_counter()
    passes = _passes(matcher, synthetic_questions(entries, _WARMING + _PASSES * _A_PASS))
    grown = _grown(before)
    return Speed(
        phrasings=sum(len(entry.wordings) for entry in entries),
        ms=round(min(map(median, passes)) * 1000, 3),
        ms_p95=round(quantiles([one for each in passes for one in each], n=20)[-1] * 1000, 3),
        start_s=round(started - began, 2),
        learn_s=round(learnt - started, 2),
        edit_ms=round(median(_edited(matcher, entry) for entry in entries[:_EDITS]) * 1000, 3),
        mb=grown,
    )


def _passes(matcher: Matcher, questions: Sequence[str]) -> list[list[float]]:
    for text in questions[:_WARMING]:
        matcher.match(text)
    starts = range(_WARMING, len(questions), _A_PASS)
    return [[_seconds(matcher, text) for text in questions[start : start + _A_PASS]] for start in starts]


def _seconds(matcher: Matcher, text: str) -> float:
    began = perf_counter()
    matcher.match(text)
    return perf_counter() - began


def _edited(matcher: Matcher, entry: Entry) -> float:
    """Seconds of an edit, after which the new phrasing is found."""
    phrasing = f"{entry.id} " + "".join(sorted(set(entry.question.replace(" ", ""))))
    changed = replace(entry, phrasings=(*entry.phrasings, phrasing))
    began = perf_counter()
    matcher.put(changed)
    took = perf_counter() - began
    match matcher.match(phrasing):
        case Answer(entry=found) if found.id == entry.id:
            return took
        case Suggest(entries=(found, *_)) if found.id == entry.id:
            return took
    raise SpeedUnmeasured(f"A phrasing added to {entry.id} is not found.")


def _grown(before: int | None) -> float | None:
    gc.collect()
    after = _resident()
    return None if before is None or after is None else round((after - before) / 1e6, 1)


def _resident() -> int | None:
    """Bytes, where the system shows them as Linux does."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measured(int(sys.argv[1]))))
