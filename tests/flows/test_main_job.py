"""A worried buyer is answered, gets the key again, or reaches a person: the main job, over real wires."""

from bots.fake.testkit import FakePlatform, Shown, Thread
from tests.flows.desk import CONTACT, KEYS, OPEN_ORDER, ORDER, PASSWORD, Desk

PICTURE = b"\xff\xd8\xff\xe0" + b"a picture" * 100


async def ask(desk: Desk, text: str) -> str:
    await desk.buyers.buyer_says("小明", text)
    return (await desk.buyers.hears("小明")).text


async def taken_over(desk: Desk) -> Thread:
    """A person was asked for; the thread with the card on top."""
    await ask(desk, "转人工")
    thread = await desk.agents.new_thread()
    card = await desk.agents.hears("staff-room", thread.id)
    assert "小明" in card.text
    return thread


async def told_in(platform: FakePlatform, thread: str, words: str) -> Shown:
    """The next line of the product in that thread that has these words."""
    while True:
        line = await platform.hears("staff-room", thread)
        if words in line.text:
            return line


async def test_a_question_is_answered_from_the_faq(desk: Desk) -> None:
    answer = await ask(desk, "付了款没收到卡密怎么办")
    assert "卡密" in answer


async def test_order_and_keys_after_proof(desk: Desk) -> None:
    assert "下单时填的" in await ask(desk, f"我的订单 {ORDER} 还没到")
    await ask(desk, CONTACT)
    card = await ask(desk, PASSWORD)
    assert "Steam 50 元充值卡" in card
    await desk.buyers.buyer_says("小明", "再发卡密")
    keys = await desk.buyers.hears("小明")
    assert all(key in keys.text for key in KEYS)
    assert keys.protected
    copied = [keys.text[start:end] for start, end, style in keys.spans if style == "code"]
    assert copied == list(KEYS)


async def test_wrong_password_reads_like_a_wrong_number(desk: Desk) -> None:
    wrong_password = await ask(desk, f"订单 {ORDER} {CONTACT} 密码 Wrong1")
    wrong_number = await ask(desk, f"订单 302261122095245000 {CONTACT} 密码 {PASSWORD}")
    assert wrong_password == wrong_number
    assert not any(key in wrong_password for key in KEYS)


async def test_a_person_answers_closes_and_is_back_when_the_buyer_writes_again(desk: Desk) -> None:
    thread = await taken_over(desk)
    await desk.buyers.buyer_says("小明", "卡密用不了，帮我看看")
    await told_in(desk.agents, thread.id, "卡密用不了")
    await desk.agents.staff_says(thread.id, "你好，我来帮你看")
    heard = [(await desk.buyers.hears("小明")).text for _ in range(2)]
    assert any("你好，我来帮你看" in text for text in heard)
    await desk.agents.sends_photo("staff-room", PICTURE, caption="看这里", thread=thread.id, by="Agent Lin")
    picture = await desk.buyers.hears("小明")
    assert picture.media == (PICTURE,)
    await desk.agents.staff_says(thread.id, "/close")
    closing = await desk.buyers.hears("小明")
    assert closing.text
    await desk.agents.until(lambda: desk.agents.threads[thread.id].closed)
    await desk.buyers.buyer_says("小明", "还是用不了 qwerty")
    await told_in(desk.agents, thread.id, "还是用不了")
    await desk.agents.until(lambda: not desk.agents.threads[thread.id].closed)
    assert len(desk.agents.threads) == 1


async def test_notes_stay_inside(desk: Desk) -> None:
    thread = await taken_over(desk)
    await desk.agents.staff_says(thread.id, "/note 老顾客，优先")
    await desk.agents.staff_says(thread.id, "马上好")
    heard = [(await desk.buyers.hears("小明")).text for _ in range(2)]
    assert not any("老顾客" in text for text in heard)


async def test_edits_go_both_ways(desk: Desk) -> None:
    thread = await taken_over(desk)
    theirs = await desk.buyers.buyer_says("小明", "我要退宽")
    line = await told_in(desk.agents, thread.id, "我要退宽")
    await desk.buyers.edits("小明", theirs, "我要退款")
    await desk.agents.until(lambda: "我要退款" in desk.agents.find("staff-room", line.id).text)
    ours = await desk.agents.staff_says(thread.id, "可以退宽")
    await desk.buyers.until(lambda: any("可以退宽" in one.text for one in desk.buyers.answers_in("小明")))
    await desk.agents.edits("staff-room", ours, "可以退款")
    await desk.buyers.until(lambda: any("可以退款" in one.text for one in desk.buyers.answers_in("小明")))


async def test_an_agent_sees_that_the_buyer_has_blocked_us(desk: Desk) -> None:
    thread = await taken_over(desk)
    desk.buyers.blocked.add("小明")
    await desk.agents.staff_says(thread.id, "在吗")
    told = await told_in(desk.agents, thread.id, "没")
    assert told.text


async def test_paid_but_not_delivered_leads_to_a_person(desk: Desk) -> None:
    answer = await ask(desk, f"{OPEN_ORDER} 13800138000 没有密码")
    assert "月卡" in answer
    assert "转人工" in answer or "客服" in answer


async def test_a_repeat_is_answered_once(desk: Desk) -> None:
    await ask(desk, "付了款没收到卡密怎么办")
    for _ in range(3):
        assert await desk.buyers.post_again() == 200
    await ask(desk, "谢谢")
    assert len(desk.buyers.answers_in("小明")) == 2


async def test_an_agent_in_a_thread_without_a_ticket_is_told(desk: Desk) -> None:
    desk.agents.threads["4711"] = Thread("4711", "staff-room", "made by hand")
    await desk.agents.buyer_says("staff-room", "有人吗", thread="4711", by="Agent Lin")
    assert "没有对应的工单" in (await desk.agents.hears("staff-room", "4711")).text
