"""Albums are one matter: answered once, shown whole."""

from tests.unit.core.dialogue import Dialogue


def test_the_bot_says_once_that_it_cannot_look_at_pictures() -> None:
    buyer = Dialogue()
    buyer.sends_album("", "", "")
    assert not buyer.said
    buyer.later(seconds=1)
    assert len(buyer.said) == 1
    assert "转人工" in buyer.labels


def test_the_agents_see_it_whole_and_each_picture_knows_its_message() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    first, *others = buyer.sends_album("付款截图", "", "还有这张")
    assert not buyer.thread
    buyer.later(seconds=1)
    shown = next(message for message in buyer.thread if message.media)
    assert len(shown.media) == 3
    assert shown.text == "付款截图\n还有这张"
    assert (shown.mirrors, shown.album) == (first, tuple(others))


def test_an_album_of_an_agent_reaches_the_buyer_whole() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    first, other = buyer.agent_sends_album("这样操作", "")
    buyer.later(seconds=1)
    (sent,) = (message for message in buyer.said if message.media)
    assert (len(sent.media), sent.text, sent.mirrors, sent.album) == (2, "这样操作", first, (other,))


def test_words_after_an_album_come_after_it() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.agent("你好")
    buyer.sends_album("图一", "图二")
    buyer.later(seconds=1)
    buyer.says("看到了吗")
    assert "看到了吗" in buyer.room
