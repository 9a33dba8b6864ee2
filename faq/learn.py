"""What the FAQ should know and does not: questions that went unanswered, or whose answer did not help, by likeness.

Pure. Buyers put one matter in many words: questions near a common middle are one cluster, and a buyer counts once."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from core.lessons import Outcome
from core.turns import ConversationId
from faq.asked import Question
from faq.entries import Situation
from faq.matcher import Answer, Matcher, Suggest
from faq.normalize import Normalizer
from faq.offers import Cluster

_WORDINGS = 12
_MOST = 2000
"""Questions that are looked at, those of most buyers first."""

Neighbours = Sequence[Mapping[int, float]]
"""For each text the places of others that are alike, and how much."""
Near = Callable[[Sequence[str]], Neighbours]


@dataclass(slots=True)
class Open:
    """A question that waits for an answer, in all its spellings. `near`: entries that came into question."""

    text: str
    spellings: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    chats: set[ConversationId] = field(default_factory=set)
    unhelped: set[ConversationId] = field(default_factory=set)
    near: Counter[str] = field(default_factory=Counter)

    @property
    def shown(self) -> str:
        """As most have written it."""
        return min(self.spellings, key=lambda text: (-self.spellings[text], text))


def still_open(questions: Iterable[Question], matcher: Matcher, normal: Normalizer) -> list[Open]:
    """Those that the FAQ would not answer now either, and those whose answer did not help; of most buyers first.

    A buyer who got an answer to the same words in the end is content."""
    told = [(normal(question.heard.text), question) for question in questions]
    content = {(text, question.chat) for text, question in told if _is_content(question)}
    found: dict[str, Open] = {}
    for text, question in told:
        heard, unhelped = question.heard, question.helped is False
        if not text or (text, question.chat) in content:
            continue
        one = found.setdefault(text, Open(text))
        one.chats.add(question.chat)
        one.spellings[heard.text] += 1
        one.languages[heard.language] += 1
        if unhelped:
            one.unhelped.add(question.chat)
            one.near[heard.entry] += 1
    ordered = sorted(found.values(), key=lambda one: (-len(one.chats), one.text))
    return [one for one in ordered[:_MOST] if _unanswered(one, matcher)]


def _is_content(question: Question) -> bool:
    """With the answer, or with what he has picked of what was offered him."""
    return question.heard.outcome is Outcome.ANSWERED and question.helped is not False


def _unanswered(one: Open, matcher: Matcher) -> bool:
    """Notes which entries are near, too."""
    match = matcher.match(one.shown, Situation(language=_commonest(one.languages)))
    if isinstance(match, Answer):
        one.near[match.entry.id] += len(one.chats)
        return bool(one.unhelped)
    if isinstance(match, Suggest):
        one.near[match.entries[0].id] += len(one.chats)
    return True


def gaps(
    questions: Sequence[Open], offered: Sequence[Cluster], normal: Normalizer, near: Near, least: int
) -> list[Cluster]:
    """Clusters of at least so many buyers, the biggest first, without those that were `offered` already."""
    middles = [normal(cluster.question) for cluster in offered]
    known = {normal(text) for cluster in offered for text in cluster.wordings}
    around = near([*(one.text for one in questions), *middles])
    beside = {place for middle in around[len(questions) :] for place in middle}
    fresh = {place for place, one in enumerate(questions) if one.text not in known} - beside
    found = [_cluster([questions[place] for place in group]) for group in _around_middles(questions, around, fresh)]
    big = [cluster for cluster in found if cluster.chats >= least]
    return sorted(big, key=lambda cluster: (-cluster.chats, -cluster.unhelped, cluster.id))


def _around_middles(questions: Sequence[Open], near: Neighbours, left: set[int]) -> list[list[int]]:
    """Who has the most and nearest around him takes them, then the next takes of what is left: so there are no chains.

    Every group has its middle first."""

    def pull(place: int) -> float:
        others = sum(len(questions[one].chats) * how for one, how in near[place].items() if one in left)
        return len(questions[place].chats) + others

    waiting = [(-pull(place), place) for place in left]
    heapq.heapify(waiting)
    groups = []
    while waiting:
        _, middle = heapq.heappop(waiting)
        if middle not in left:
            continue
        now = (-pull(middle), middle)
        if waiting and now > waiting[0]:  # it has lost some to others meanwhile
            heapq.heappush(waiting, now)
            continue
        group = [middle, *sorted(left.intersection(near[middle]) - {middle})]
        left.difference_update(group)
        groups.append(group)
    return groups


def _cluster(group: Sequence[Open]) -> Cluster:
    """`group`: the middle first."""
    languages, near = Counter[str](), Counter[str]()
    chats, unhelped = set[ConversationId](), set[ConversationId]()
    for one in group:
        chats |= one.chats
        unhelped |= one.unhelped
        languages += one.languages
        near += one.near
    others = sorted(group[1:], key=lambda one: (-len(one.chats), one.text))
    return Cluster(
        id=sha256(group[0].text.encode()).hexdigest()[:8],
        question=group[0].shown,
        language=_commonest(languages),
        wordings=tuple(one.shown for one in others[:_WORDINGS]),
        chats=len(chats),
        unhelped=len(unhelped),
        nearest=_commonest(near),
    )


def _commonest(counted: Counter[str]) -> str:
    return min(counted, key=lambda one: (-counted[one], one), default="")
