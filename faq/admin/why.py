"""Why the FAQ answers a question as it does, in words for agents. Pure."""

from collections.abc import Iterator

from core.faqwork import Reply
from core.messages import Button
from faq.admin.voice import Voice, rows, short, value_button
from faq.explained import Explanation
from faq.matcher import Answer, Suggest
from faq.scoring import Candidate

_CANDIDATES = 4
_TEXT = 60
_WORDING = 40


def explained(voice: Voice, asked: str, found: Explanation) -> Reply:
    """What the buyer gets, how sure that is, and the entries that came into question."""
    candidates = found.candidates[:_CANDIDATES]
    lines = [
        _head(voice, asked, found),
        *(_line(voice, *one) for one in enumerate(candidates, 1)),
        *_reasons(voice, found),
    ]
    return Reply("\n".join(lines), buttons=rows(*([_show(one)] for one in candidates)))


def _head(voice: Voice, asked: str, found: Explanation) -> str:
    held = found.calibration
    told = {
        "text": short(asked, _TEXT),
        "score": f"{found.first:.0%}",
        "among": f"{found.among:.0%}",
        "answer": f"{held.answer_at:.0%}",
        "suggest": f"{held.suggest_at:.0%}",
    }
    if isinstance(found.outcome, Answer):
        return voice.say("faq-why-same" if found.outcome.score == 1.0 else "faq-why-answer", **told)
    if isinstance(found.outcome, Suggest):
        return voice.say("faq-why-suggest", **told)
    return voice.say("faq-why-pass" if found.candidates else "faq-why-nothing", **told)


def _line(voice: Voice, number: int, one: Candidate) -> str:
    entry, nearest = voice.named(one.entry), short(one.nearest, _WORDING)
    figures = {"near": f"{one.near:.0%}", "spelling": f"{one.spelling:.0%}", "score": f"{one.score:.2f}"}
    return voice.say("faq-why-candidate", number=number, entry=entry, nearest=nearest, **figures)


def _reasons(voice: Voice, found: Explanation) -> Iterator[str]:
    evidence = found.evidence
    if evidence is None:
        return
    yield voice.say("faq-why-evidence", known=f"{evidence.known:.0%}", lead=f"{evidence.lead:+.2f}")


def _show(one: Candidate) -> Button | None:
    return value_button(one.entry.question, "show", one.entry.id, one.entry.language)
