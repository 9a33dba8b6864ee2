from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.features import Bag, Kind, bag, heard, is_chinese, kind_of
from faq.normalize import MASKS, Normalizer
from faq.pinyin import pinyin

TEXTS = st.lists(st.text("退款卡密没到怎用 abcd1龘𠮷", max_size=14), max_size=8)


def kinds(text: str) -> Counter[Kind]:
    return Counter(Kind(kind) for kind in kind_of(bag([text], pinyin()).keys).tolist())


def keys(found: Bag, text: int = 0) -> Counter[int]:
    return Counter(found.keys[found.texts == text].tolist())


def test_chinese_is_cut_into_characters_pairs_and_threes_and_heard() -> None:
    assert kinds("退款吗") == {Kind.CHARACTER: 3, Kind.PAIR: 2, Kind.THREE: 1, Kind.SOUND: 3, Kind.SOUNDS: 2}


def test_words_are_cut_into_pairs_and_into_letters_with_their_edges() -> None:
    assert kinds("no key") == {Kind.WORD: 2, Kind.WORDS: 1, Kind.TWO_LETTERS: 7, Kind.THREE_LETTERS: 5}


def test_scripts_are_parted_where_they_touch() -> None:
    assert kinds("ps5卡")[Kind.WORD] == kinds("ps5 卡")[Kind.WORD] == 1
    assert keys(bag(["ps5卡"], pinyin())) == keys(bag(["ps5 卡"], pinyin()))


def test_a_word_is_the_same_wherever_it_stands() -> None:
    together = bag(["key", "my key 卡"], pinyin())
    assert keys(together, 0) <= keys(together, 1)


def test_placeholders_are_no_features() -> None:
    assert not kinds(" ".join(MASKS))
    assert kinds("订单xnumberx没到") == kinds("订单 没到")


def test_homophones_have_the_same_sound() -> None:
    one, other = keys(bag(["卡密"], pinyin())), keys(bag(["咖蜜"], pinyin()))
    assert {Kind(int(kind)) for kind in kind_of(np.array(list(one & other), np.uint32))} == {Kind.SOUND, Kind.SOUNDS}


def test_typed_pinyin_has_the_features_of_what_is_heard() -> None:
    typed = heard(pinyin().typed("kami"))
    spoken = [key for key in keys(bag(["卡密"], pinyin())) if kind_of(np.array([key], np.uint32))[0] >= Kind.SOUND]
    assert sorted(typed.tolist()) == sorted(spoken)


def test_language_is_seen_in_the_script() -> None:
    assert is_chinese("steam 卡")
    assert not is_chinese("steam card")


@settings(deadline=None)
@given(TEXTS)
def test_many_texts_at_once_are_cut_as_each_by_itself(texts: list[str]) -> None:
    plain = Normalizer().all(texts)
    together = bag(plain, pinyin())
    assert [keys(together, place) for place in range(len(plain))] == [keys(bag([text], pinyin())) for text in plain]
