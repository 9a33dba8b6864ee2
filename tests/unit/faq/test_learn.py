"""What buyers ask in vain is found by likeness, counted by buyers, and not offered twice."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.lessons import Heard, Outcome
from core.turns import ConversationId
from faq.asked import Question
from faq.learn import Neighbours, gaps, still_open
from faq.normalize import Normalizer
from faq.offers import Cluster
from tests.unit.faq.knowing import Knowing
from tests.unit.faq.samples import REFUND

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NORMAL = Normalizer()


def passed(text: str, chat: int = 1, *, outcome: Outcome = Outcome.PASSED, language: str = "zh") -> Question:
    heard = Heard(text=text, language=language, outcome=outcome)
    return Question(1, NOON, ConversationId(chat), heard)


def answered(text: str, chat: int, *, helped: bool | None, entry: str = "refund") -> Question:
    heard = Heard(text=text, language="zh", outcome=Outcome.ANSWERED, entry=entry)
    return Question(1, NOON, ConversationId(chat), heard, helped)


def by_first_two(texts: Sequence[str]) -> Neighbours:
    """Alike are those with the same two first characters, and the more the nearer they are in length."""
    return [
        {
            place: 1 / (1 + abs(len(one) - len(other)))
            for place, other in enumerate(texts)
            if other[:2] == one[:2] and place != mine
        }
        for mine, one in enumerate(texts)
    ]


def found(
    questions: Sequence[Question], matcher: Knowing | None = None, offered: Sequence[Cluster] = (), least: int = 2
) -> list[Cluster]:
    return gaps(still_open(questions, matcher or Knowing(), NORMAL), offered, NORMAL, by_first_two, least)


class TestWhatIsOpen:
    def test_unanswered_questions_of_several_buyers_are_one_cluster(self) -> None:
        questions = [
            passed("换绑手机", 1),
            passed("换绑手机号", 2),
            passed("换绑手机要多久", 3),
            passed("有女朋友吗", 4),
        ]
        (cluster,) = found(questions)
        assert cluster.question == "换绑手机号"
        assert cluster.wordings == ("换绑手机", "换绑手机要多久")
        assert (cluster.chats, cluster.unhelped, cluster.nearest, cluster.language) == (3, 0, "", "zh")

    def test_one_buyer_alone_is_no_cluster_however_often_he_asks(self) -> None:
        assert found([passed(f"换绑手机{'啊' * number}呢", 1) for number in range(1, 50)]) == []

    def test_the_same_words_in_other_spellings_are_one_question(self) -> None:
        (cluster,) = found([passed("換綁手機！", 1), passed("换绑手机", 2), passed("换绑手机", 3)])
        assert (cluster.question, cluster.wordings, cluster.chats) == ("换绑手机", (), 3)

    def test_what_was_answered_and_helped_or_got_no_vote_is_not_open(self) -> None:
        assert found([answered("怎么退款", 1, helped=True), answered("怎么退款", 2, helped=None)]) == []

    def test_who_has_picked_his_answer_of_what_was_offered_is_content(self) -> None:
        offered = [passed("换绑手机", chat, outcome=Outcome.SUGGESTED) for chat in (1, 2, 3)]
        picked = [answered("换绑手机", 3, helped=None, entry="account")]
        (cluster,) = found([*picked, *offered])
        assert cluster.chats == 2

    def test_what_the_faq_answers_by_now_is_not_open(self) -> None:
        questions = [passed("换绑手机", 1), passed("换绑手机号", 2)]
        assert found(questions, Knowing(answers={"换绑": REFUND})) == []

    def test_an_answer_that_did_not_help_is_open_though_it_is_still_given(self) -> None:
        questions = [answered("怎么退款", chat, helped=False) for chat in (1, 2)]
        (cluster,) = found(questions, Knowing(answers={"怎么": REFUND}))
        assert (cluster.chats, cluster.unhelped, cluster.nearest) == (2, 2, "refund")

    def test_the_entry_that_is_nearest_to_most_is_named(self) -> None:
        questions = [passed("换绑手机", 1, outcome=Outcome.SUGGESTED), passed("换绑手机号", 2), passed("换绑", 3)]
        (cluster,) = found(questions, Knowing(suggests={"换绑手机": REFUND}))
        assert cluster.nearest == "refund"

    def test_of_words_of_which_nothing_is_left_nothing_is_learnt(self) -> None:
        assert found([passed("???", chat) for chat in range(5)]) == []


class TestClusters:
    def test_the_biggest_come_first_and_small_ones_not_at_all(self) -> None:
        questions = (
            [passed(f"甲甲{n}", n) for n in range(3)] + [passed(f"乙乙{n}", n) for n in range(5)] + [passed("丙丙", 1)]
        )
        assert [cluster.chats for cluster in found(questions)] == [5, 3]
        assert [cluster.chats for cluster in found(questions, least=4)] == [5]

    def test_the_same_question_has_the_same_id_whatever_is_beside_it(self) -> None:
        alone = found([passed("换绑手机", 1), passed("换绑手机", 2)])
        beside = found([passed("乙乙", 1), passed("换绑手机", 1), passed("换绑手机", 2), passed("乙乙乙", 2)])
        assert alone[0].id in {cluster.id for cluster in beside}

    def test_what_was_offered_is_not_offered_again_nor_what_is_like_it(self) -> None:
        questions = [passed("换绑手机", 1), passed("换绑手机号", 2), passed("乙乙", 3), passed("乙乙乙", 4)]
        first = found(questions)
        assert len(first) == 2
        assert found(questions, offered=first) == []
        later = [*questions, passed("换绑怎么弄呀", 5), passed("换绑怎么弄", 6), passed("丁丁", 7), passed("丁丁丁", 8)]
        assert [cluster.question for cluster in found(later, offered=first)] == ["丁丁"]

    def test_who_has_lost_those_around_him_waits_for_his_turn_and_there_are_no_chains(self) -> None:
        """a has b, c, d and e around it; f has c, d, e and g, of which a takes three; h has i and j."""
        near: dict[str, str] = {"a": "bcde", "f": "cdeg", "h": "ij"}

        def alike(texts: Sequence[str]) -> Neighbours:
            def how(one: str, other: str) -> float:
                return 0.5 if other in near.get(one, "") or one in near.get(other, "") else 0.0

            return [{place: how(one, other) for place, other in enumerate(texts) if how(one, other)} for one in texts]

        questions = still_open([passed(text, chat) for chat, text in enumerate("abcdefghij")], Knowing(), NORMAL)
        clusters = gaps(questions, [], NORMAL, alike, 1)
        assert [(one.question, one.wordings) for one in clusters] == [
            ("a", ("b", "c", "d", "e")),
            ("h", ("i", "j")),
            ("f", ("g",)),
        ]

    @given(st.lists(st.tuples(st.text("甲乙丙", min_size=2, max_size=5), st.integers(1, 5)), max_size=30))
    def test_nobody_is_in_two_clusters_and_the_order_of_questions_does_not_matter(
        self, asked: list[tuple[str, int]]
    ) -> None:
        clusters = found([passed(text, chat) for text, chat in asked], least=1)
        wordings = [NORMAL(text) for cluster in clusters for text in {cluster.question, *cluster.wordings}]
        assert len(wordings) == len(set(wordings))
        assert sorted(clusters, key=lambda one: one.id) == sorted(
            found([passed(text, chat) for text, chat in sorted(asked)], least=1), key=lambda one: one.id
        )
