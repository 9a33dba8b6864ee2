"""Puts the labelled questions to the FAQ's matcher and its peers: as they are asked, disturbed, and for their speed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from time import perf_counter

from benchmarks import faqspeed
from benchmarks.faqnoise import disturbed
from benchmarks.faqpeers import PEERS, BuildPeer, Peer
from benchmarks.faqtables import OURS
from faq.evaluate import Track, ask, calibrated
from faq.measuring.figures import Figures, Verdict, figures
from faq.measuring.labelled import LabelledSet, Question
from faq.measuring.speed import Speed, speed_of

Ask = Callable[[Question], Verdict]

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


def compared(sets: Sequence[LabelledSet], track: Track) -> dict[str, dict[str, Figures]]:
    """Peer -> set -> figures."""
    return {
        name: {one.name: figures(_asked(_knowing(build, one), one.questions, track, name)) for one in sets}
        for name, build in PEERS.items()
    }


def noisy(sets: Sequence[LabelledSet], track: Track) -> dict[str, dict[str, float]]:
    """ "set: script, noise" -> method -> top-1."""
    found: dict[str, dict[str, float]] = {}
    for tried in sets:
        groups = disturbed(tried)
        methods = {OURS: _ours(tried)} | {name: _knowing(PEERS[name], tried) for name in DISTURBED}
        for group, questions in groups.items():
            top1 = {name: figures(_asked(one, questions, track, name)).top1 for name, one in methods.items()}
            found[f"{tried.name}: {group}"] = {name: share for name, share in top1.items() if share is not None}
    return found


def speeds(wanted: Iterable[tuple[str, int]]) -> dict[str, dict[int, Speed]]:
    """Of (method, phrasings): method -> phrasings -> speed."""
    found: dict[str, dict[int, Speed]] = {}
    for name, size in wanted:
        found.setdefault(name, {})[size] = speed_of(size) if name == OURS else faqspeed.speed_of(name, size)
    return found


def _ours(tried: LabelledSet) -> Ask:
    matcher = calibrated(tried.entries)
    return lambda question: ask(matcher, question)


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
