"""The starter FAQ as a shop owner gets it."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import config.texts
from core.choices import picked
from core.messages import AccountId, Address, ChannelName, ChatId, ContactOpened, EventId, Person, PersonId
from core.turns import Conversation, ConversationId, Memory, Turn
from faq.entries import LANGUAGES, Action, Entry, Priority
from faq.files import STARTER, load_starter, read
from faq.labelled import starter_set
from faq.matcher import FuzzyMatcher
from faq.normalize import Normalizer
from faq.skill import CATEGORIES, FaqSkill

ENTRIES = load_starter()
QUOTED = {"zh": re.compile("点「([^」]+)」"), "en": re.compile(r'\btap "([^"]+)"', re.IGNORECASE)}
MENU = "button-language"


def labels(language: str, *keys: str) -> set[str]:
    """What the buttons are called in the texts."""
    text = (Path(config.texts.__path__[0]) / language / "chat.ftl").read_text("utf-8")
    return {found[1] for key in keys if (found := re.search(rf"^{key} = (.+)$", text, re.MULTILINE))}


def named(entry: Entry) -> str:
    return f"{entry.id}-{entry.language}"


def test_it_has_no_errors() -> None:
    reading = read(sorted(STARTER.glob("*.yaml")))
    assert reading.problems == ()
    assert len(reading.entries) == len(ENTRIES) > 0


def test_it_covers_65_matters_in_each_language_and_the_same_ones() -> None:
    matters = {language: {entry.id for entry in ENTRIES if entry.language == language} for language in LANGUAGES}
    assert matters["zh"] == matters["en"]
    assert len(matters["zh"]) >= 65


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_an_entry_has_phrasings_enough_and_a_short_answer(entry: Entry) -> None:
    assert 5 <= len(entry.phrasings) <= 12
    assert len(entry.answer) <= {"zh": 260, "en": 620}[entry.language]
    assert entry.category in CATEGORIES


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_a_button_of_ours_that_the_answer_names_is_there(entry: Entry) -> None:
    ours = labels(entry.language, *(f"button-{action}" for action in Action))
    assert len(ours) == len(Action)
    # The way to a person is offered under every answer; MENU stands in the menu.
    there = labels(entry.language, *(f"button-{action}" for action in (*entry.actions, Action.PERSON)))
    assert set(QUOTED[entry.language].findall(entry.answer)) & ours <= there


def test_answers_name_the_buttons_as_they_are_called() -> None:
    for language, foreign in (("zh", {"购买", "继续", "手动输入", "激活产品", "忘记密码", "游戏"}), ("en", set[str]())):
        named = {
            label for entry in ENTRIES if entry.language == language for label in QUOTED[language].findall(entry.answer)
        }
        assert named - foreign <= labels(language, *(f"button-{action}" for action in Action), MENU)
        assert len(named) >= len(Action)


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_no_answer_asks_for_a_key_or_a_password(entry: Entry) -> None:
    asks = (
        r"(?:卡密|密码|验证码)(?:发给?|告诉)(?:我们?|客服)|(?:send|tell) (?:us|me) (?:your|the) (?:key|code|password)"
    )
    assert not re.search(asks, entry.answer)


@pytest.mark.parametrize("matter", ["account-stolen", "duplicate-charge", "scam-report", "contact-person", "complaint"])
def test_what_is_urgent_goes_to_a_person(matter: str) -> None:
    assert {entry.priority for entry in ENTRIES if entry.id == matter} == {Priority.PERSON}


def test_both_languages_agree_on_what_can_be_done() -> None:
    offered = {entry.key: (entry.category, entry.priority, entry.actions) for entry in ENTRIES}
    for (matter, language), facts in offered.items():
        if language == "zh":
            assert facts == next(other for key, other in offered.items() if key.id == matter and key.language == "en")


def test_its_questions_are_many_and_no_copies_of_the_phrasings() -> None:
    questions = starter_set().questions
    outside = [question for question in questions if question.matter is None]
    assert len(questions) - len(outside) >= 200
    assert len(outside) >= 50
    assert {question.matter for question in questions} - {None} <= {entry.id for entry in ENTRIES}
    normal = Normalizer()
    wordings = {normal(text) for entry in ENTRIES for text in entry.wordings}
    assert not [question.text for question in questions if normal(question.text) in wordings]
    assert Counter(question.text for question in questions).most_common(1)[0][1] == 1


def test_a_link_leads_to_every_matter() -> None:
    """Telegram takes 64 of these characters as the payload of a link."""
    skill, told = FaqSkill(FuzzyMatcher(ENTRIES)), set()
    for entry in ENTRIES:
        payload = f"faq_{entry.id}"
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        answer = skill.answer(opened(payload, entry.language))
        assert answer is not None, payload
        told.add(answer.say[0].text)
    assert len(told) == len({entry.answer for entry in ENTRIES})


def opened(payload: str, language: str) -> Turn:
    chat, buyer = Address(ChannelName("telegram"), AccountId("shop"), ChatId("1")), Person(PersonId("1"))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    event = ContactOpened(id=EventId("1"), at=at, where=chat, sender=buyer, payload=payload)
    memory = Memory(language=language)
    conversation = Conversation(ConversationId(1), chat, buyer, memory)
    return Turn(event, conversation, "", lambda _, key, **__: key, picked=picked(event, memory))
