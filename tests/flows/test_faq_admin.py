"""Agents keep the FAQ in their room, over real wires: what is not saved does not count, and all can be undone."""

from bots.fake.testkit import ROOM, Shown, StoredFile
from tests.flows.desk import Desk
from tests.flows.test_main_job import taken_over

LIN, WANG = "Agent Lin", "Agent Wang"
FORM = """/faq add
问题: 你们几楼有实体店？
说法:
实体店在几楼
线下门店几层
答案:
我们没有实体店，全部线上自动发货。"""


async def told(desk: Desk, text: str, by: str = LIN) -> Shown:
    await desk.agents.buyer_says(ROOM, text, by=by)
    return await desk.agents.hears(ROOM)


async def pressed(desk: Desk, label: str, on: Shown, by: str = LIN) -> Shown:
    await desk.agents.presses(ROOM, label, message=on.id, by=by)
    return await desk.agents.hears(ROOM)


async def changed(desk: Desk, label: str, on: Shown, words: str, by: str = LIN) -> Shown:
    """The pressed message itself reads differently now."""
    await desk.agents.presses(ROOM, label, message=on.id, by=by)
    await desk.agents.until(lambda: words in desk.agents.find(ROOM, on.id).text)
    return desk.agents.find(ROOM, on.id)


async def answered(desk: Desk, text: str, buyer: str) -> str:
    await desk.buyers.buyer_says(buyer, text)
    return (await desk.buyers.hears(buyer)).text


async def sent(desk: Desk, name: str, content: bytes) -> Shown:
    await desk.agents.sends_file(
        ROOM, StoredFile(name, "application/octet-stream", content), caption="/faq import", by=LIN
    )
    return await desk.agents.hears(ROOM)


async def test_an_entry_is_previewed_saved_answered_and_undone(desk: Desk) -> None:
    assert "实体店" not in await answered(desk, "实体店在几楼", "小明")
    preview = await told(desk, FORM)
    assert "预览" in preview.text
    assert "实体店" not in await answered(desk, "实体店在几楼", "小红")
    saved = await changed(desk, "✅ 保存", preview, "马上生效")
    assert "没有实体店" in await answered(desk, "实体店在几楼", "小刚")
    await changed(desk, "↩️ 撤销", saved, "已撤销")
    assert "没有实体店" not in await answered(desk, "实体店在几楼", "小周")


async def test_the_room_is_led_from_the_overview_to_an_entry_and_its_history(desk: Desk) -> None:
    overview = await told(desk, "/faq")
    assert "常见问题" in overview.text
    label = next(one for row in overview.buttons for one in row if one.startswith("退款"))
    listed = await changed(desk, label, overview, "退款")
    entry = await pressed(desk, "怎么申请退款", listed)
    assert "refund-how" in entry.text
    off = await pressed(desk, "⏸ 停用", entry)
    assert "买家看不到" in off.text
    assert "⏸" in (await told(desk, "/faq show refund-how")).text
    await pressed(desk, "▶️ 启用", off)
    history = await told(desk, "/faq history refund-how")
    assert history.text.count(LIN) == 2
    assert "店主" in history.text


async def test_an_edit_tells_what_it_changes_and_what_it_takes_from_others(desk: Desk) -> None:
    form = await told(desk, "/faq edit refund-how zh")
    assert form.text.partition("编号: ")[2].startswith("refund-how")
    preview = await told(desk, "/faq edit refund-how zh\n+ 退款多久到账\n答案: 新的答案")
    assert "+ 退款多久到账" in preview.text
    assert "refund-time" in preview.text
    assert "新的答案" in preview.text
    dropped = await changed(desk, "✖️ 不要", preview, "好，没有保存")
    assert not dropped.buttons
    assert "原路退回" in await answered(desk, "怎么申请退款", "小明")


async def test_a_draft_is_its_makers_and_gives_way_to_what_was_changed_meanwhile(desk: Desk) -> None:
    preview = await told(desk, "/faq edit refund-how zh\n答案: 林的答案")
    await changed(desk, "✅ 保存", preview, "草稿是", by=WANG)
    mine = await told(desk, "/faq edit refund-time zh\n答案: 先", by=LIN)
    theirs = await told(desk, "/faq edit refund-time zh\n答案: 后", by=WANG)
    await changed(desk, "✅ 保存", mine, "马上生效", by=LIN)
    await changed(desk, "✅ 保存", theirs, "被别人动过", by=WANG)
    assert (await told(desk, "/faq show refund-time zh")).text.count("先") == 1


async def test_a_broken_file_changes_nothing_and_every_bad_line_is_named(desk: Desk) -> None:
    table = "编号,语言,问题,答案,启用\na,zh,甲,,\nb,zh,乙,好,也许\nc,zh,丙,好,是\n"
    answer = await sent(desk, "faq.csv", table.encode())
    assert "什么都没有导入" in answer.text
    assert "第 2 行：缺少「答案 answer」" in answer.text
    assert "第 3 行：" in answer.text
    assert not answer.buttons
    assert "没有编号" in (await told(desk, "/faq show c")).text


async def test_what_was_exported_and_changed_comes_back_with_a_preview(desk: Desk) -> None:
    exported = await told(desk, "/faq export csv")
    [table] = exported.media
    same = await sent(desk, "faq.csv", table)
    assert "一模一样" in same.text
    rows = table.decode("utf-8-sig").replace("怎么申请退款", "怎么申请退款呀", 1)
    preview = await sent(desk, "faq.csv", rows.encode())
    assert "修改 1" in preview.text
    await changed(desk, "✅ 保存", preview, "马上生效")
    assert "怎么申请退款呀" in (await told(desk, "/faq show refund-how zh")).text


async def test_an_agents_answer_becomes_an_entry(desk: Desk) -> None:
    thread = await taken_over(desk)
    await desk.buyers.buyer_says("小明", "你们老板的猫叫什么名字呀")
    await desk.agents.until(lambda: any("猫" in one.text for one in desk.agents.answers_in(ROOM, thread.id)))
    answer = await desk.agents.staff_says(thread.id, "叫豆包，三岁了")
    known = {one.id for one in desk.agents.answers_in(ROOM, thread.id)}
    await desk.agents.staff_says(thread.id, "/learn", reply_to=answer)

    def drafts() -> list[Shown]:
        return [one for one in desk.agents.answers_in(ROOM, thread.id) if one.id not in known and "预览" in one.text]

    await desk.agents.until(lambda: bool(drafts()))
    [draft] = drafts()
    assert "老板的猫叫什么名字" in draft.text
    assert "叫豆包" in draft.text
    await desk.agents.presses(ROOM, "✅ 保存", message=draft.id, by=LIN)
    await desk.agents.until(lambda: "马上生效" in desk.agents.find(ROOM, draft.id).text)
    assert "叫豆包" in await answered(desk, "你们老板的猫叫什么名字呀", "小红")
    assert all("预览" not in one.text for one in desk.buyers.answers_in("小明"))
