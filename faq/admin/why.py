"""Why the FAQ answers a question as it does, in words for agents. Pure, but for faq.pinyin."""

from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from core.faqwork import Reply
from core.language import has_cjk
from core.messages import Button
from faq.admin.voice import Voice, copyable, rows, short, value_button
from faq.explained import Explanation
from faq.matcher import Answer, Suggest
from faq.outcomes import Match
from faq.pinyin import pinyin
from faq.scoring import Candidate

_CANDIDATES = 4
_TEXT = 60
_WORDING = 40
_TYPOS, _OF = 2, 4
"""So many characters may differ for a typo, and of so many each."""
_SAME_WORDS = 0.5
_STRANGE = 0.7
"""Where less of a question is known, that is worth a word."""
_MOVED = 0.2
"""In log-odds: less is not worth a word."""
_CLOSE = 0.8
"""A second with this much of the first's score is about as near."""


def explained(voice: Voice, asked: str, found: Explanation) -> Reply:
    """What the buyer gets, how sure that is, and the entries that came into question."""
    candidates = found.candidates[:_CANDIDATES]
    parts = [
        [voice.say("faq-why", text=short(asked, _TEXT)), *_verdict(voice, found)],
        [_candidate(voice, found, *one) for one in enumerate(candidates, 1)],
        [*_reasons(voice, found), _levels(voice, found)],
    ]
    text = "\n\n".join("\n".join(part) for part in parts if part)
    told = _taught(voice, asked, text, found)
    return replace(told, buttons=rows([_show(*one) for one in enumerate(candidates, 1)]))


def _taught(voice: Voice, asked: str, text: str, found: Explanation) -> Reply:
    """With what can be done about it, where it was not answered."""
    if isinstance(found.outcome, Answer):
        return Reply(text)
    if found.among < found.calibration.suggest_at / 2:
        return Reply(f"{text}\n\n{voice.say('faq-why-new')}")
    first = found.candidates[0].entry
    how = f"/faq edit {' '.join(first.key)} + {' '.join(asked.split())}"
    return copyable(f"{text}\n\n{voice.say('faq-why-teach', entry=first.question)}", how)


def _verdict(voice: Voice, found: Explanation) -> Iterator[str]:
    """What becomes of it; and where one word is not told by its figures alone, that."""
    outcome, held = found.outcome, found.calibration
    told = {"score": f"{found.first:.0%}", "among": f"{found.among:.0%}"}
    if isinstance(outcome, Answer):
        yield voice.say("faq-why-same" if outcome.score == 1.0 else "faq-why-answer", **told)
        return
    if isinstance(outcome, Suggest):
        yield voice.say("faq-why-suggest", count=len(outcome.entries), **told)
        bare = found.first >= held.answer_at or found.among < held.suggest_at
    else:
        yield voice.say("faq-why-pass" if found.candidates else "faq-why-nothing", **told)
        bare = found.among >= held.suggest_at
    if bare:
        yield voice.say("faq-why-bare")


def _candidate(voice: Voice, found: Explanation, number: int, one: Candidate) -> str:
    mark = "👉 " if one.entry.id in _given(found.outcome) else ""
    entry, nearest = voice.named(one.entry), short(one.nearest, _WORDING)
    head = voice.say("faq-why-candidate", number=number, mark=mark, entry=entry, score=f"{one.score:.2f}")
    figures = {"near": f"{one.near:.0%}", "spelling": f"{one.spelling:.0%}"}
    return f"{head}\n    {voice.say(f'faq-why-by-{_likeness(found.text, one)}', nearest=nearest, **figures)}"


def _given(outcome: Match) -> set[str]:
    if isinstance(outcome, Answer):
        return {outcome.entry.id}
    return {entry.id for entry in outcome.entries} if isinstance(outcome, Suggest) else set()


def _likeness(text: str, one: Candidate) -> str:
    """In which way its nearest phrasing is like the question."""
    if text == one.nearest:
        return "same"
    if has_cjk(one.nearest) and not has_cjk(text):
        return "pinyin"
    if has_cjk(text) and pinyin().spelt(text) == pinyin().spelt(one.nearest):
        return "sound"
    if Levenshtein.distance(text, one.nearest) <= min(_TYPOS, len(text) // _OF):
        return "typo"
    return "words" if one.near >= _SAME_WORDS else "some"


def _reasons(voice: Voice, found: Explanation) -> Iterator[str]:
    """What keeps it from being surer."""
    if found.evidence is None or isinstance(found.outcome, Answer):
        return
    if found.evidence.known < _STRANGE:
        yield voice.say("faq-why-strange", part=f"{1 - found.evidence.known:.0%}")
    scores = [one.score for one in found.candidates[:2]]
    if len(scores) > 1 and scores[1] >= _CLOSE * scores[0]:
        yield voice.say("faq-why-close")


def _levels(voice: Voice, found: Explanation) -> str:
    held = found.calibration
    learnt = "faq-why-learnt" if held.learnt_on else "faq-why-shipped"
    levels = voice.say("faq-why-levels", answer=f"{held.answer_at:.0%}", suggest=f"{held.suggest_at:.0%}")
    told = f"{levels}{voice.say(learnt, count=held.learnt_on)}"
    return f"{told}{voice.say('faq-why-heeded', asked=held.heeded, way=_way(held.shift))}" if held.heeded else told


def _way(shift: float) -> str:
    """Where what buyers ask moves the confidence."""
    if abs(shift) < _MOVED:
        return "same"
    return "surer" if shift > 0 else "warier"


def _show(number: int, one: Candidate) -> Button | None:
    return value_button(f"👀 {number}", "show", *one.entry.key)
