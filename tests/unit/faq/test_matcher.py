from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from faq.entries import Entry, EntryKey, Situation
from faq.files import load_starter
from faq.matcher import Answer, FuzzyMatcher, Match, Matcher, Pass, Suggest
from tests.unit.faq.samples import ALL, NO_KEY, REFUND, REFUND_EN, STEAM, STEAM_EN, STOLEN


@pytest.fixture
def few() -> Matcher:
    return FuzzyMatcher(ALL)


@pytest.fixture(scope="module")
def starter() -> Matcher:
    return FuzzyMatcher(load_starter())


def answered(outcome: Match) -> Entry:
    assert isinstance(outcome, Answer), outcome
    return outcome.entry


def test_a_phrasing_word_for_word_is_certain(few: Matcher) -> None:
    assert few.match("你好，能退錢嗎？？") == Answer(REFUND, 1.0)


@pytest.mark.parametrize(
    ("asked", "matter"),
    [
        ("我钱都付了卡密还没来啊", "paid-no-key"),
        ("付款了但是没收到卡密怎么办", "paid-no-key"),
        ("卡密提示无效用不了", "key-invalid"),
        ("你们扣了我两次钱", "duplicate-charge"),
        ("i was charged two times", "duplicate-charge"),
        ("how do i redeem my steam wallet code", "redeem-steam"),
        ("我的账号被盗了！！！", "account-stolen"),
    ],
)
def test_own_words_find_the_entry(starter: Matcher, asked: str, matter: str) -> None:
    assert answered(starter.match(asked)).id == matter


@pytest.mark.parametrize("asked", ["今天天气怎么样", "周杰伦的歌好听吗", "what is the capital of france"])
def test_chatter_is_not_answered(starter: Matcher, asked: str) -> None:
    assert not isinstance(starter.match(asked), Answer)


@pytest.mark.parametrize("asked", ["", "   ", "🙂", "302261122095245598", "qwzx", "龘"])
def test_what_says_nothing_passes(few: Matcher, asked: str) -> None:
    assert few.match(asked) == Pass()


@pytest.mark.parametrize("filler", ["a", "卡", "a-", "1 ", "a@", "\ufdfa", "x.y"])
def test_a_message_of_a_megabyte_is_looked_at_like_any_other(starter: Matcher, filler: str) -> None:
    assert not isinstance(starter.match(filler * (1_000_000 // len(filler))), Answer)


def test_a_question_before_a_megabyte_of_nothing_is_answered(starter: Matcher) -> None:
    assert answered(starter.match("付款了但是没收到卡密怎么办" + "\n" * 1_000_000)).id == "paid-no-key"


@pytest.mark.parametrize("asked", ["密码", "code", "订单"])
def test_an_unclear_question_gets_up_to_three_suggestions(starter: Matcher, asked: str) -> None:
    outcome = starter.match(asked)
    assert isinstance(outcome, Suggest)
    assert 1 <= len(outcome.entries) <= 3
    assert len({entry.id for entry in outcome.entries}) == len(outcome.entries)


def test_an_english_question_in_a_chinese_chat_is_answered_in_english(few: Matcher) -> None:
    assert answered(few.match("do you refund?", Situation(language="zh"))) is REFUND_EN
    assert answered(few.match("能退钱吗", Situation(language="en"))) is REFUND


def test_where_words_are_the_same_in_both_languages_the_chat_decides(few: Matcher) -> None:
    assert answered(few.match("Steam", Situation(language="zh"))) is STEAM
    assert answered(few.match("Steam", Situation(language="en"))) is STEAM_EN


def test_a_wording_of_two_matters_is_not_taken_as_certain() -> None:
    twin = replace(STEAM, id="twin", question="别的", phrasings=("steam",))
    assert FuzzyMatcher([STEAM, twin]).match("steam") != Answer(STEAM, 1.0)


def test_find_prefers_the_language_and_falls_back_to_another(few: Matcher) -> None:
    assert few.find("refund", "en") is REFUND_EN
    assert few.find("refund", "fr") is REFUND
    assert few.find("no-key", "en") is NO_KEY
    assert few.find("nothing") is None


def test_a_changed_entry_counts_at_once(few: Matcher) -> None:
    assert answered(few.match("能退钱吗")).answer == REFUND.answer
    changed = replace(REFUND, answer="七天内", phrasings=("咋退货",))
    few.put(changed)
    assert answered(few.match("咋退货")) is changed
    assert few.match("能退钱吗") != Answer(REFUND, 1.0)


def test_an_added_entry_counts_at_once_and_a_dropped_one_no_more(few: Matcher) -> None:
    invoice = Entry(id="invoice", language="zh", question="可以开发票吗", phrasings=("发票抬头怎么填",), answer="可以")
    assert not isinstance(few.match("发票抬头怎么填呀"), Answer)
    few.put(invoice)
    assert answered(few.match("发票抬头怎么填呀")) is invoice
    few.drop(invoice.key)
    assert not isinstance(few.match("发票抬头怎么填呀"), Answer)
    assert few.find("invoice") is None
    few.drop(EntryKey("never-there", "en"))


def test_disabling_an_entry_hides_it(few: Matcher) -> None:
    few.put(replace(STOLEN, enabled=False))
    assert few.find("stolen") is None
    assert few.match("账号被盗了") != Answer(STOLEN, 1.0)
    assert STOLEN.id not in {entry.id for entry in few.entries()}


def test_a_faq_filled_one_by_one_answers_as_one_built_at_once() -> None:
    entries = load_starter()
    grown = FuzzyMatcher()
    for entry in entries:
        grown.put(entry)
    built = FuzzyMatcher(entries)
    asked = ["卡密用不了怎么办", "付款失败", "where is my key", "refund how long", "换卡要多久", "今天天气怎么样"]
    assert [_gist(grown.match(text)) for text in asked] == [_gist(built.match(text)) for text in asked]


def _gist(outcome: Match) -> str:
    return outcome.entry.id if isinstance(outcome, Answer) else type(outcome).__name__


def test_the_same_question_gets_the_same_outcome_whoever_built_the_matcher() -> None:
    entries = load_starter()
    one, other = FuzzyMatcher(entries), FuzzyMatcher(entries, remembering=False)
    for text in ("卡密", "退款要多久", "code not working", "密码"):
        assert one.match(text) == other.match(text) == one.match(text)


def test_readers_are_not_disturbed_by_an_editor() -> None:
    matcher = FuzzyMatcher(load_starter(), remembering=False)
    changing = matcher.find("key-invalid", "zh")
    assert changing is not None

    def read(_: int) -> set[str]:
        return {_gist(matcher.match(text)) for text in ("我的账号被盗了", "how do i redeem my steam wallet code")}

    def edit(round_: int) -> None:
        matcher.drop(changing.key)
        matcher.put(replace(changing, answer=str(round_)))

    with ThreadPoolExecutor(4) as pool:
        readings = [pool.submit(read, one) for one in range(200)]
        for round_ in range(50):
            edit(round_)
        assert all(one.result() == {"account-stolen", "redeem-steam"} for one in readings)


def test_what_was_found_is_judged_again_as_if_it_were_asked_again() -> None:
    matcher = FuzzyMatcher([entry for entry in load_starter() if entry.language == "en"][::4])
    matcher.learn()
    asked = [*(entry.question[2:] for entry in matcher.entries()), "refund", "what is the weather like"]
    before = [matcher.explain(text) for text in asked]
    assert [matcher.again(one) for one in before] == before
    matcher.heed([one.evidence for one in before[-1:] * 300 if one.evidence is not None])
    after = [matcher.explain(text) for text in asked]
    assert [matcher.again(one) for one in before] == after
    assert after != before
    assert after[0].calibration.shift < 0
    matcher.heed([])
    assert [matcher.explain(text) for text in asked] == before
