"""Fits the weights of `faq/confidence.py`: `python -m faq.calibrate FOLDER...` prints them, and their samples.

Samples: every phrasing of the starter FAQ asked while it is left out; the folders' out-of-scope questions put to the
starter FAQ; and the folders' own questions put to their own entries. Each source weighs the same.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from faq.confidence import Evidence, Weights, probability
from faq.corpus import Corpus
from faq.entries import Entry
from faq.files import load_starter
from faq.labelled import LabelledSet, Question, folder_set
from faq.normalize import Normalizer

_ROUNDS = 30
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What spoke for the best entry, and whether it was the right one."""

    parts: tuple[float, ...]
    right: bool
    weight: float = 1.0


def ask(corpus: Corpus, normal: Normalizer, questions: Sequence[Question]) -> list[Sample]:
    """Questions put to a corpus; those that nothing comes near teach nothing."""
    samples = []
    for question in questions:
        ranked, evidence = corpus.rank(normal(question.text), None)
        if evidence:
            samples.append(Sample(evidence, ranked[0].entry.id == question.matter))
    return samples


def leave_one_out(entries: Sequence[Entry]) -> list[Sample]:
    """Every phrasing asked while it is not there."""
    normal = Normalizer()
    corpus = Corpus(entries, normal)
    samples: list[Sample] = []
    for entry in entries:
        for place, phrasing in enumerate(entry.phrasings):
            corpus.put(replace(entry, phrasings=entry.phrasings[:place] + entry.phrasings[place + 1 :]))
            samples += ask(corpus, normal, [Question(phrasing, entry.id)])
        corpus.put(entry)
    return samples


def samples_of(folders: Sequence[LabelledSet]) -> dict[str, list[Sample]]:
    normal = Normalizer()
    starter = load_starter()
    outside = [question for one in folders for question in one.questions if question.matter is None]
    sources = {
        "starter, one left out": leave_one_out(starter),
        "starter, out of scope": ask(Corpus(starter, normal), normal, outside),
    }
    return sources | {one.name: ask(Corpus(one.entries, normal), normal, one.questions) for one in folders}


def evenly(sources: dict[str, list[Sample]]) -> list[Sample]:
    """All samples; each source weighs as much as a thousand samples."""
    return [
        Sample(sample.parts, sample.right, 1000 / len(samples)) for samples in sources.values() for sample in samples
    ]


def fit(samples: Sequence[Sample]) -> Weights:
    """Logistic regression by Newton's method, with a little ridge."""
    size = len(samples[0].parts) + 1
    weights = Weights(0.0, (0.0,) * (size - 1))
    for _ in range(_ROUNDS):
        gradient = [-_RIDGE * one for one in (0.0, *weights.parts)]
        curvature = [[_RIDGE if row == column else 0.0 for column in range(size)] for row in range(size)]
        for sample in samples:
            _add(sample, weights, gradient, curvature)
        step = _solved(curvature, gradient)
        weights = Weights(weights.bias + step[0], tuple(w + s for w, s in zip(weights.parts, step[1:], strict=True)))
    return weights


def _add(sample: Sample, weights: Weights, gradient: list[float], curvature: list[list[float]]) -> None:
    sure = probability(sample.parts, weights)
    inputs = (1.0, *sample.parts)
    slope = sample.weight * (sample.right - sure)
    bend = sample.weight * sure * (1 - sure)
    for row, one in enumerate(inputs):
        gradient[row] += slope * one
        for column, other in enumerate(inputs):
            curvature[row][column] += bend * one * other


def _solved(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gauss elimination; the matrix is positive definite, so it needs no pivoting."""
    size = len(vector)
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for pivot in range(size):
        rows[pivot] = [one / rows[pivot][pivot] for one in rows[pivot]]
        for other in range(size):
            if other != pivot:
                factor = rows[other][pivot]
                rows[other] = [one - factor * two for one, two in zip(rows[other], rows[pivot], strict=True)]
    return [row[-1] for row in rows]


def main(folders: Sequence[str]) -> None:
    console = Console()
    sources = samples_of([folder_set(Path(folder)) for folder in folders])
    for name, samples in sources.items():
        right = sum(sample.right for sample in samples)
        console.print(f"{name}: {len(samples)} samples, {right} right")
    weights = fit(evenly(sources))
    console.print(f"bias {weights.bias:.2f}")
    for part, weight in zip(Evidence._fields, weights.parts, strict=True):
        console.print(f"{part} {weight:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
