from tests.unit.faq.samples import REFUND


def test_the_question_is_a_wording_too() -> None:
    assert REFUND.wordings == ("可以退款吗", "能退钱吗", "不想要了可以退吗", "退款规则")
