from sys import getrefcount

from core.remembering import judged, remembered


class Reader:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> int:
        self.asked.append(text)
        return len(text)


def test_a_common_text_is_read_once() -> None:
    reader = Reader()
    ask = remembered(reader)
    answers = [ask("没收到卡密") for _ in range(3)]
    assert answers == [5, 5, 5]
    assert reader.asked == ["没收到卡密"]


def test_what_may_be_a_password_is_soon_forgotten() -> None:
    reader = Reader()
    ask = remembered(reader)
    ask("密码kami2026")
    for number in range(20):
        ask(f"别的 {number}")
    ask("密码kami2026")
    assert reader.asked.count("密码kami2026") == 2


def test_a_long_text_is_soon_forgotten() -> None:
    reader = Reader()
    ask = remembered(reader)
    ask("长" * 500)
    for number in range(20):
        ask("短" * 61 + "。" * number)
    ask("长" * 500)
    assert reader.asked.count("长" * 500) == 2


def test_a_text_of_any_kind_is_judged_once() -> None:
    reader = Reader()
    ask = judged(reader)
    assert [ask("where is my key KD7"), ask("hello"), ask("where is my key KD7")] == [19, 5, 19]
    assert reader.asked == ["where is my key KD7", "hello"]


def test_a_judged_text_is_not_kept() -> None:
    ask, text = judged(len), "".join(["my password is ", "hunter2"])
    before = getrefcount(text)
    ask(text)
    assert getrefcount(text) == before


def test_judgements_stay_right_beyond_what_is_remembered() -> None:
    ask = judged(len)
    texts = ["x" * (number % 50) + str(number) for number in range(9000)]
    assert [ask(text) for text in texts] == [len(text) for text in texts]
    assert [ask(text) for text in texts[::-1]] == [len(text) for text in texts[::-1]]
