"""The peers of the FAQ's matcher are given a fair chance: each finds what is plainly there."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from benchmarks.faqpeers import BuildPeer

faqpeers = pytest.importorskip("benchmarks.faqpeers", reason="pip install -e '.[peers]'", exc_type=ImportError)
PEERS: "dict[str, BuildPeer]" = faqpeers.PEERS

FAQ = {
    "refund": ("可以退款吗", "我要退钱", "how do I get a refund", "money back please"),
    "no-key": ("付款了没收到卡密", "卡密怎么还没到", "paid but no key", "where is my code"),
    "steam": ("steam怎么激活", "steam卡怎么兑换", "how to activate on steam", "redeem my steam code"),
    "person": ("转人工", "找真人客服", "talk to a human", "agent please"),
}
TEXTS = [text for texts in FAQ.values() for text in texts]
LABELS = [label for label, texts in FAQ.items() for _ in texts]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize(
    ("text", "label"), [("可以退款吗？", "refund"), ("Money back, PLEASE", "refund"), ("ｓｔｅａｍ怎么激活", "steam")]
)
def test_a_peer_finds_what_differs_in_case_width_or_punctuation(name: str, text: str, label: str) -> None:
    ranked, score = PEERS[name](TEXTS, LABELS).rank(text)
    assert ranked[0] == label
    assert len(ranked) == len(set(ranked)) == 3
    assert score > 0 or "SVC" in name


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("text", ["", "!", "ξξξ"])
def test_a_peer_says_something_to_whatever_is_asked(name: str, text: str) -> None:
    ranked, _ = PEERS[name](TEXTS, LABELS).rank(text)
    assert len(ranked) == 3


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", PEERS)
def test_two_entries_are_ranked_both(name: str) -> None:
    peer = PEERS[name](TEXTS[:8], LABELS[:8])
    assert peer.rank("可以退款吗")[0] == ("refund", "no-key")
    assert peer.rank("付款了没收到卡密")[0] == ("no-key", "refund")


def test_texts_are_cut_into_words_and_pairs_of_characters() -> None:
    assert faqpeers.words("卡密, not arrived!") == ["卡密", "not", "arrived"]
    assert faqpeers.bigrams("abc") == ["ab", "bc"]
    assert faqpeers.bigrams("a") == ["a"]
