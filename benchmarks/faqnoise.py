"""Disturbs questions as people do: slips of the finger, polite words, another script, pinyin. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from opencc import OpenCC
from pypinyin import lazy_pinyin

from faq.features import is_chinese
from faq.measuring.labelled import LabelledSet, Question

SAMPLE = 200
"""Questions of each set and kind of noise."""

Noise = Callable[[str, Random], str]

POLITE_ZH = (("老板你好，想问一下，", "，麻烦了，谢谢"), ("在吗？打扰一下 ", " 急，等你回复"), ("亲，", "呀？谢谢哈"))
POLITE_EN = (
    ("hi there, quick question: ", " thanks a lot!"),
    ("hello, sorry to bother you, ", " please"),
    ("hey ", " thx"),
)


def slips(text: str, rng: Random) -> str:
    """One character dropped, two neighbours swapped."""
    if len(text) < 4:
        return text
    dropped = rng.randrange(len(text))
    rest = text[:dropped] + text[dropped + 1 :]
    first = rng.randrange(len(rest) - 1)
    return rest[:first] + rest[first + 1] + rest[first] + rest[first + 2 :]


def polite(text: str, rng: Random) -> str:
    before, after = rng.choice(POLITE_ZH if is_chinese(text) else POLITE_EN)
    return before + text + after


def pinyin(text: str, _: Random) -> str:
    """All Chinese typed as pinyin, without tones."""
    return "".join(lazy_pinyin(text))


def half_pinyin(text: str, rng: Random) -> str:
    """A third of the characters."""
    return "".join(lazy_pinyin(one)[0] if is_chinese(one) and rng.random() < 1 / 3 else one for one in text)


def traditional() -> Noise:
    convert = OpenCC("s2t").convert
    return lambda text, _: str(convert(text))


def noises(chinese: bool) -> dict[str, Noise]:
    """For questions in Chinese, or in another language."""
    anywhere: dict[str, Noise] = {"as asked": lambda text, _: text, "slips": slips, "polite words": polite}
    if not chinese:
        return anywhere
    return anywhere | {"traditional": traditional(), "some pinyin": half_pinyin, "all pinyin": pinyin}


def disturbed(tried: LabelledSet) -> dict[str, Sequence[Question]]:
    """{"zh, slips": questions}: a sample of the set's in-scope questions for every noise of each script."""
    found: dict[str, Sequence[Question]] = {}
    for chinese in (True, False):
        rng = Random(tried.name)
        inside = [one for one in tried.questions if one.wishes and is_chinese(one.text) == chinese]
        sample = rng.sample(inside, min(SAMPLE, len(inside)))
        for name, noise in noises(chinese).items() if len(sample) == SAMPLE else ():
            found[f"{'Chinese' if chinese else 'Latin'}, {name}"] = [
                replace(one, text=noise(one.text, rng)) for one in sample
            ]
    return found
