"""Large FAQs to measure speed with: phrasings put together from halves of the starter FAQ's. Pure and deterministic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from random import Random

from faq.entries import Entry, Language

PHRASINGS = 20
"""Of one entry: half of one matter's ways to put it, each with the other half of another matter's."""

_SEED = 6


@dataclass(frozen=True, slots=True)
class _Matter:
    """The first and second halves of an entry's wordings."""

    language: Language
    heads: tuple[str, ...]
    tails: tuple[str, ...]


def synthetic_entries(starter: Sequence[Entry], phrasings: int) -> Iterator[Entry]:
    """Entries with about so many phrasings together, Chinese and English ones in turn; more than there are of two
    matters each cannot be made."""
    rng = Random(_SEED)  # noqa: S311 - the same ones each time
    pairs = {language: _pairs(starter, language, rng) for language in _BOTH}
    turns = chain.from_iterable(zip(*(pairs[language] for language in _BOTH), strict=False))
    for number, (head, tail) in enumerate(islice(turns, phrasings // PHRASINGS)):
        texts = {_joined(one, other, head.language) for one, other in product(head.heads, tail.tails)}
        question, *others = rng.sample(sorted(texts), min(PHRASINGS, len(texts)))
        name = f"made-{number}"
        yield Entry(id=name, language=head.language, question=question, phrasings=tuple(others), answer=name)


def synthetic_questions(entries: Sequence[Entry], count: int) -> list[str]:
    """As many different questions, each a phrasing with a character dropped and another doubled."""
    rng = Random(_SEED + 1)  # noqa: S311 - the same ones each time
    asked: dict[str, None] = {}
    while len(asked) < count:
        text = rng.choice(rng.choice(entries).wordings)
        dropped = rng.randrange(len(text))
        shorter = text[:dropped] + text[dropped + 1 :]
        doubled = rng.randrange(len(shorter))
        asked[shorter[:doubled] + shorter[doubled] + shorter[doubled:]] = None
    return list(asked)


_BOTH: tuple[Language, ...] = ("zh", "en")


def _pairs(starter: Sequence[Entry], language: Language, rng: Random) -> Iterator[tuple[_Matter, _Matter]]:
    """Every two matters, in any order."""
    matters = [_matter(entry) for entry in starter if entry.language == language and len(entry.wordings) > 5]
    pairs = [(one, other) for one, other in product(matters, matters) if one is not other]
    rng.shuffle(pairs)
    return iter(pairs)


def _matter(entry: Entry) -> _Matter:
    cut = [_halves(text, entry.language) for text in entry.wordings]
    return _Matter(entry.language, tuple(head for head, _ in cut), tuple(tail for _, tail in cut))


def _halves(text: str, language: Language) -> tuple[str, str]:
    if language == "zh":
        middle = (len(text) + 1) // 2
        return text[:middle], text[middle:]
    words = text.split(" ")
    middle = (len(words) + 1) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def _joined(head: str, tail: str, language: Language) -> str:
    return head + tail if language == "zh" else f"{head} {tail}".strip()
