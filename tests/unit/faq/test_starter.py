"""The starter FAQ as a shop owner gets it."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rapidfuzz.fuzz import ratio

from config.texts import load_words
from core.cardkeys import CardKeys
from core.choices import picked
from core.linking import Linking
from core.menu import Menu
from core.messages import AccountId, Address, ChannelName, ChatId, ContactOpened, EventId, Person, PersonId
from core.orders import Orders
from core.turns import Conversation, ConversationId, Memory, Turn
from faq.entries import LANGUAGES, Action, Entry, Language, Priority, Situation
from faq.files import STARTER, load_starter, read
from faq.matcher import Answer as Found
from faq.matcher import FuzzyMatcher
from faq.measuring.labelled import starter_set
from faq.normalize import Normalizer
from faq.skill import CATEGORIES, FaqSkill
from tests.unit.core.fakeshop import VAULT

ENTRIES = load_starter()
MATTERS = {language: {entry.id: entry for entry in ENTRIES if entry.language == language} for language in LANGUAGES}
WORDS = load_words()
QUOTED = {"zh": "「([^」]+)」", "zh-Hant": "「([^」]+)」", "en": '"([^"]+)"', "es": "«([^»]+)»"}
BUTTONS = (*(f"button-{action}" for action in Action), "button-keys-again", "button-faq", "button-language")
ENOUGH = {"zh": 8, "en": 8, "es": 8, "zh-Hant": 1}
"""Wordings of an entry. Those in simplified characters are found by traditional ones as well."""
SHORT = {"zh": 260, "zh-Hant": 260, "en": 620, "es": 620}
"""Characters that a phone shows at once."""


def quoted(entry: Entry) -> set[str]:
    return set(re.findall(QUOTED[entry.language], entry.answer))


def label(language: Language, key: str) -> str:
    return WORDS(language, key)


def test_it_has_no_errors() -> None:
    reading = read(sorted(STARTER.glob("*/*.yaml")))
    assert reading.problems == ()
    assert len(reading.entries) == len(ENTRIES) > 0


def test_it_covers_150_matters_in_each_language_and_the_same_ones() -> None:
    assert all(set(entries) == set(MATTERS["zh"]) for entries in MATTERS.values())
    assert len([entry for entry in MATTERS["zh"].values() if entry.answer]) >= 150


def test_an_entry_has_wordings_enough() -> None:
    assert [entry.key for entry in ENTRIES if len(entry.phrasings) < ENOUGH[entry.language]] == []


def test_an_entry_is_answered_shortly_or_done_and_stands_in_a_list_that_has_a_name() -> None:
    assert [entry.key for entry in ENTRIES if bool(entry.answer) is bool(entry.does)] == []
    assert [entry.key for entry in ENTRIES if len(entry.answer) > SHORT[entry.language]] == []
    assert {entry.category for entry in ENTRIES if entry.answer} <= set(CATEGORIES)


def test_a_button_of_ours_that_the_answer_names_is_there() -> None:
    """The way to a person is offered under every answer."""
    missing = [
        (entry.key, action)
        for entry in ENTRIES
        for action in (Action.ORDER, Action.KEYS)
        if label(entry.language, f"button-{action}") in quoted(entry) and action not in entry.actions
    ]
    assert missing == []


def test_answers_name_the_buttons_as_they_are_called() -> None:
    for language, entries in MATTERS.items():
        ours = {label(language, key) for key in BUTTONS}
        named = {one for entry in entries.values() for one in quoted(entry)}
        assert len(named & ours) >= len(Action), language
        assert {one for one in named - ours if any(ratio(one, button) > 80 for button in ours)} == set(), language


def test_no_answer_asks_for_a_key_or_a_password() -> None:
    asks = re.compile(
        r"(?:卡密|密码|验证码|序號|密碼|驗證碼)(?:发给?|告诉|發給?|告訴)(?:我们?|我們?|客服)"
        r"|(?:send|tell) (?:us|me) (?:your|the) (?:key|code|password)"
        r"|(?:envía|manda|dime|pása)(?:me|nos)? (?:tu|la|el) (?:clave|código|contraseña)",
        re.IGNORECASE,
    )
    assert [entry.key for entry in ENTRIES if asks.search(entry.answer)] == []


@pytest.mark.parametrize("matter", ["account-stolen", "duplicate-charge", "scam-report", "contact-person", "complaint"])
def test_what_is_urgent_goes_to_a_person(matter: str) -> None:
    assert {entry.priority for entry in ENTRIES if entry.id == matter} == {Priority.PERSON}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_agree_on_what_can_be_done(language: Language) -> None:
    def facts(entry: Entry) -> tuple[object, ...]:
        return entry.category, entry.priority, set(entry.actions), entry.does

    chinese = MATTERS["zh"]
    assert [matter for matter, entry in MATTERS[language].items() if facts(entry) != facts(chinese[matter])] == []


def test_its_questions_are_many_and_hardly_ever_copies_of_the_phrasings() -> None:
    """ "human pls" is said in no other words."""
    questions = starter_set().questions
    outside = [question for question in questions if question.matter is None]
    assert len(questions) - len(outside) >= 600
    assert len(outside) >= 50
    assert starter_set().strangers() == ()
    normal = Normalizer()
    wordings = {normal(text) for entry in ENTRIES for text in entry.wordings}
    assert len([question.text for question in questions if normal(question.text) in wordings]) < len(questions) / 20
    assert Counter(question.text for question in questions).most_common(1)[0][1] == 1


def test_a_link_leads_to_every_matter() -> None:
    """Telegram takes 64 of these characters as the payload of a link."""
    skill, told = FaqSkill(FuzzyMatcher(ENTRIES), doers=DOERS), set()
    for entry in ENTRIES:
        payload = f"faq_{entry.id}"
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        answer = skill.answer(opened(payload, entry.language))
        assert answer is not None, payload
        told |= {message.text for message in answer.say if entry.answer}
    assert len(told) == len({entry.answer for entry in ENTRIES if entry.answer})


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.does], ids=lambda entry: str(entry.key))
def test_a_wish_can_be_done(entry: Entry) -> None:
    skill = FaqSkill(FuzzyMatcher([replace(entry, language="zh")]), doers=DOERS)
    answer = skill.answer(opened(f"faq_{entry.id}", "zh"))
    assert answer is not None
    assert answer.say or answer.work or answer.handover


DOERS = (Linking(VAULT), Menu(), Orders(VAULT), CardKeys(VAULT))


def opened(payload: str, language: str) -> Turn:
    chat, buyer = Address(ChannelName("telegram"), AccountId("shop"), ChatId("1")), Person(PersonId("1"))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    event = ContactOpened(id=EventId("1"), at=at, where=chat, sender=buyer, payload=payload)
    memory = Memory(language=language, choices=())
    conversation = Conversation(ConversationId(1), chat, buyer, memory)
    return Turn(event, conversation, "", WORDS, picked=picked(event, memory))


@pytest.mark.parametrize("asked", ["怎麼退款", "卡密無效", "付款後多久發貨"])
def test_who_writes_a_simplified_phrasing_in_traditional_characters_is_answered_in_them(asked: str) -> None:
    found = FuzzyMatcher(ENTRIES).match(asked, Situation(language="zh-Hant"))
    assert isinstance(found, Found)
    assert found.entry.language == "zh-Hant"
