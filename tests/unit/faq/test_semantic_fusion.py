"""Classical and semantic evidence together: what is learnt from samples, and from a whole FAQ."""

from collections.abc import Sequence

import numpy as np

from core.embedding import Vectors
from faq.entries import Entry
from faq.matcher import Answer, FuzzyMatcher, Pass
from faq.semantic.fusion import Evidence, Fusion, Sample, Weighed, learnt
from faq.semantic.matcher import SemanticMatcher, SemanticParts
from tests.unit.faq.meanings import Kept, Meanings
from tests.unit.faq.samples import REFUND, STEAM
from tests.unit.faq.test_semantic import Later, ids, semantic

RIGHT, WRONG = REFUND, STEAM


def weighed(right: tuple[float, float, float], wrong: tuple[float, float, float]) -> tuple[Weighed, ...]:
    return Weighed(RIGHT, Evidence(*right)), Weighed(WRONG, Evidence(*wrong))


def samples(count: int, *, helpful: bool) -> list[Sample]:
    """Half of them have an answer; the classical matcher errs on every third, and the model knows better if it is
    `helpful`, and nothing at all if not."""
    chance = np.random.default_rng(7)
    made = []
    for number in range(count):
        noise = chance.uniform(-0.05, 0.05, 4).tolist()
        if number % 4 >= 2:
            cosine = 0.3 + noise[0] if helpful else 0.6 + 4 * noise[0]
            made.append(Sample(weighed((0.4 + noise[1], cosine, 0.5), (0.3, cosine - 0.01, 0.5)), 0.4 + noise[2], None))
            continue
        errs = number % 3 == 0
        classical = (0.4, 0.5) if errs else (0.9, 0.2)
        cosine = (0.9 + noise[0], 0.3) if helpful else (0.6 + 4 * noise[0], 0.6 + 4 * noise[3])
        share = (0.9, 0.1) if helpful else (0.5, 0.5)
        sure = 0.45 if errs else 0.9
        parts = weighed((classical[0] + noise[1], cosine[0], share[0]), (classical[1], cosine[1], share[1]))
        made.append(Sample(parts, sure + noise[2], RIGHT.id, None if errs else True))
    return made


def test_a_helpful_model_is_calibrated_and_answers_more_than_before() -> None:
    fusion = learnt(samples(800, helpful=True))
    assert fusion.answer_at is not None
    fresh = samples(400, helpful=True)[1::2]
    ranked = [(one, fusion.ranked(one.weighed)) for one in fresh]
    said = [(one, told) for one, told in ranked if fusion.sure(told, one.classical) >= fusion.answer_at]
    right = [told[0][0].entry.id == one.right for one, told in said]
    assert sum(right) >= 0.95 * len(right)
    assert sum(right) > sum(one.answered is True for one in fresh)


def test_a_useless_model_does_not_take_over() -> None:
    fusion = learnt(samples(800, helpful=False))
    assert fusion.answer_at is None or fusion.ranking[0] > 0
    judged = [
        fusion.ranked(one.weighed)[0][0].entry.id == one.right for one in samples(400, helpful=False) if one.answered
    ]
    assert sum(judged) >= 0.95 * len(judged)


def test_with_few_samples_nothing_is_learnt() -> None:
    assert learnt(samples(100, helpful=True)) == Fusion()
    assert learnt([]) == Fusion()


def test_learning_is_deterministic() -> None:
    assert learnt(samples(400, helpful=True)) == learnt(samples(400, helpful=True))


def test_nothing_is_ranked_as_nothing() -> None:
    assert Fusion().ranked([]) == []
    assert isinstance(semantic(Meanings(), []).match("能退钱吗"), Pass)


# ------------------------------------------------------------------ learning on a whole FAQ

SYLLABLES = ("ba", "ko", "mi", "tu", "ze", "ra", "lo", "ni", "su", "fe", "da", "go", "pi", "vu", "he")
ASKING = ("how does {} work", "{} broken", "need {} now", "tell me about {}", "where is my {}", "{} please")


def word(number: int, kind: int) -> str:
    """Three words of one meaning for each number, of other letters each."""
    chance = np.random.default_rng(100 * number + kind)
    return "".join(chance.choice(list(SYLLABLES), 4).tolist())


class Synonyms:
    """Knows the three words of each meaning."""

    name = "synonyms"

    def __init__(self, matters: int) -> None:
        self._place = {word(number, kind): number for number in range(matters) for kind in range(3)}
        self._matters = matters

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._matters + 32), np.float32)
        for row, text in enumerate(texts):
            for one in text.lower().rstrip("?").split():
                other = self._matters + sum(one.encode()) % 32
                vectors[row, self._place.get(one, other)] += 1 if one in self._place else 0.3
        scaled: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return scaled


def test_calibrated_on_the_faq_itself_it_answers_what_shares_no_word_and_nothing_that_is_not_there() -> None:
    matters = 40
    entries = [
        Entry(
            id=f"e{number}",
            language="en",
            question=f"What about {word(number, 0)}?",
            phrasings=tuple(one.format(word(number, place % 2)) for place, one in enumerate(ASKING)),
            answer="so",
        )
        for number in range(matters)
    ]
    classical = FuzzyMatcher(entries)
    matcher = SemanticMatcher(classical, SemanticParts(Synonyms(matters), Kept(), FuzzyMatcher, Later()))
    matcher.learn()
    asked = [(f"e{number}", f"please explain {word(number, 2)} to me") for number in range(matters)]
    alone = [ids(classical.match(text)) == [wanted] for wanted, text in asked]
    helped = [ids(matcher.match(text))[:1] == [wanted] for wanted, text in asked]
    assert sum(alone) < 4
    assert sum(helped) > 36
    answered = [isinstance(matcher.match(text), Answer) for _, text in asked]
    assert sum(answered) > 30
    strangers = [isinstance(matcher.match(f"please explain {word(number, 7)} to me"), Answer) for number in range(40)]
    assert sum(strangers) <= 2
