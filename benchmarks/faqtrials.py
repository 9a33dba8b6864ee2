"""Puts the labelled questions to the FAQ's matcher and its peers: as they are asked, disturbed, and for their speed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from time import perf_counter

from benchmarks import faqspeed
from benchmarks.faqnoise import disturbed
from benchmarks.faqpeers import PEERS, BuildPeer, Peer
from benchmarks.faqtables import OURS
from faq.entries import Entry
from faq.evaluate import Evaluation, Track, ask, calibrated, evaluate
from faq.matcher import FuzzyMatcher
from faq.measuring.figures import Figures, Verdict, figures
from faq.measuring.labelled import LabelledSet, Question
from faq.measuring.speed import Speed, speed_of

Ask = Callable[[Question], Verdict]
Sets = dict[str, Figures]
Noise = dict[str, dict[str, float]]
""" "set: script, noise" -> method -> top-1."""

SIZES = (1_000, 10_000, 100_000)
TIMED: Mapping[str, Sequence[int]] = {
    OURS: SIZES,
    "rapidfuzz ratio": SIZES,
    "rapidfuzz WRatio": SIZES,
    "BM25 (character bigrams)": SIZES,
    "TF-IDF char 1-2, best phrasing": SIZES,
    "TF-IDF + LinearSVC": SIZES[:-1],
}
"""Whose speed is measured; a classifier for 5,000 entries would be trained for many minutes."""
DISTURBED = ("rapidfuzz ratio", "rapidfuzz WRatio", "TF-IDF char 1-2, best phrasing", "TF-IDF + LinearSVC")
"""Peers that are asked disturbed questions, too."""


def compared(sets: Sequence[LabelledSet], track: Track, *, noise: bool) -> tuple[dict[str, Sets], Noise]:
    """Peer -> set -> figures; and of those that are asked disturbed questions too, what `disturb` tells. Each learns a
    set once."""
    found: dict[str, Sets] = {}
    noises: Noise = {}
    for name, build in PEERS.items():
        for tried in sets:
            peer = _knowing(build, tried)
            found.setdefault(name, {})[tried.name] = figures(_asked(peer, tried.questions, track, name))
            if noise and name in DISTURBED:
                disturb(name, tried, peer, track, noises)
    return found, noises


def disturb(name: str, tried: LabelledSet, method: Ask, track: Track, noises: Noise) -> None:
    """Adds its top-1 to "set: script, noise" -> method -> top-1."""
    for group, questions in disturbed(tried).items():
        top1 = figures(_asked(method, questions, track, f"{name}, {group}")).top1
        if top1 is not None:
            noises.setdefault(f"{tried.name}: {group}", {})[name] = top1


def ours(sets: Sequence[LabelledSet], track: Track, *, noise: bool) -> tuple[dict[str, Evaluation], Noise]:
    found: dict[str, Evaluation] = {}
    noises: Noise = {}
    for tried in sets:
        matcher = calibrated(tried.entries)
        found[tried.name] = evaluate(tried, partial(_already, matcher), track)
        if noise:
            disturb(OURS, tried, partial(ask, matcher), track, noises)
    return found, noises


def speeds(wanted: Iterable[tuple[str, int]]) -> dict[str, dict[int, Speed]]:
    """Of (method, phrasings): method -> phrasings -> speed."""
    found: dict[str, dict[int, Speed]] = {}
    for name, size in wanted:
        found.setdefault(name, {})[size] = speed_of(size) if name == OURS else faqspeed.speed_of(name, size)
    return found


def _already(matcher: FuzzyMatcher, _: Iterable[Entry]) -> FuzzyMatcher:
    return matcher


def _knowing(build: BuildPeer, tried: LabelledSet) -> Ask:
    pairs = [(text, entry.id) for entry in tried.entries for text in entry.wordings]
    peer = build([text for text, _ in pairs], [label for _, label in pairs])
    return lambda question: _verdict(peer, question)


def _verdict(peer: Peer, question: Question) -> Verdict:
    began = perf_counter()
    ranked, score = peer.rank(question.text)
    return Verdict(question, ranked, score, seconds=perf_counter() - began)


def _asked(method: Ask, questions: Sequence[Question], track: Track, name: str) -> list[Verdict]:
    return [method(question) for question in track(questions, name)]
