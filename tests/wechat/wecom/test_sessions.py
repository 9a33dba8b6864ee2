"""The WeCom of our own keeps the rules of sessions: who comes in, who may answer, and who is there."""

from datetime import timedelta

from tests.wechat.wecomplatform import Account, Customer, State, WeCom
from tests.wechat.wecomscene import Client, text, told, where

# ---------------------------------------------------------------------- coming in


async def test_who_comes_in_brings_a_code_for_one_greeting(
    wecom: WeCom, client: Client, account: Account, buyer: Customer
) -> None:
    event = wecom.enters(buyer, scene="shop", scene_param="order-1").json["event"]
    assert (event["scene"], event["scene_param"], event["external_userid"]) == ("shop", "order-1", buyer.id)
    greeting = {"code": event["welcome_code"], "msgtype": "text", "text": {"content": "您好"}}
    assert await client.code("kf/send_msg_on_event", greeting | {"msgtype": "image"}) == 40008
    assert await client.code("kf/send_msg_on_event", greeting) == 0
    assert await client.code("kf/send_msg_on_event", greeting) == 41050
    assert [(line.by, line.text) for line in wecom.answers(buyer)] == [("welcome", "您好")]
    assert "welcome_code" not in wecom.enters(buyer).json["event"]
    assert "welcome_code" in wecom.enters(wecom.new_customer()).json["event"]


async def test_a_code_is_good_for_twenty_seconds(wecom: WeCom, client: Client, buyer: Customer) -> None:
    code = wecom.enters(buyer).json["event"]["welcome_code"]
    wecom.clock.forward(timedelta(seconds=20))
    late = {"code": code, "msgtype": "text", "text": {"content": "您好"}}
    assert await client.code("kf/send_msg_on_event", late) == 41050
    assert await client.code("kf/send_msg_on_event", late | {"code": ""}) == 41049
    wecom.says(buyer, "在吗")
    assert "welcome_code" not in wecom.enters(buyer).json["event"]
    assert wecom.left(buyer) == 5


# ---------------------------------------------------------------------- states


async def test_a_session_goes_one_way(wecom: WeCom, client: Client, account: Account, buyer: Customer) -> None:
    lin = wecom.new_servicer("Lin")
    wecom.says(buyer, "在吗")

    async def trans(state: State, **more: object) -> int:
        return await client.code("kf/service_state/trans", where(account, buyer, service_state=int(state), **more))

    assert await trans(State.ASSISTANT) == 0
    assert await trans(State.NEW) == 95016
    assert await client.code("kf/send_msg", text(account, buyer, "我是机器人")) == 0
    assert await trans(State.POOL) == 0
    assert await client.code("kf/send_msg", text(account, buyer, "x")) == 95018
    assert await trans(State.ASSISTANT) == 95016
    assert await trans(State.PEOPLE) == 40058
    assert await trans(State.PEOPLE, servicer_userid="nobody") == 95014
    wecom.receives(lin, False)
    assert await trans(State.PEOPLE, servicer_userid=lin) == 95019
    wecom.receives(lin, True)
    assert await trans(State.PEOPLE, servicer_userid=lin) == 0
    state = await client.post("kf/service_state/get", where(account, buyer))
    assert (state["service_state"], state["servicer_userid"]) == (3, lin)
    assert await trans(State.ASSISTANT) == 95016
    assert await trans(State.ENDED) == 0
    assert await trans(State.ASSISTANT) == 95013
    assert await client.code("kf/send_msg", text(account, buyer, "x")) == 95018
    wecom.says(buyer, "又有问题")
    assert (await client.post("kf/service_state/get", where(account, buyer)))["service_state"] == 0
    assert await client.code("kf/send_msg", text(account, buyer, "在的")) == 0


async def test_people_in_the_app_take_over_answer_and_end(
    wecom: WeCom, client: Client, account: Account, buyer: Customer
) -> None:
    lin = wecom.new_servicer("Lin")
    asked = wecom.says(buyer, "在吗")
    wecom.takes_over(lin, buyer)
    assert await client.code("kf/send_msg", text(account, buyer, "x")) == 95018
    wecom.servicer_says(lin, buyer, "我来")
    wecom.ends(lin, buyer)
    wecom.takes_over(lin, buyer)
    wecom.recalls(buyer, asked)
    page = await client.post("kf/sync_msg", {"open_kfid": account.open_kfid})
    assert [(entry["origin"], entry["msgtype"]) for entry in told(page)] == [
        (3, "text"),
        (4, "event"),
        (5, "text"),
        (4, "event"),
        (4, "event"),
        (4, "event"),
    ]
    events = [entry["event"] for entry in told(page) if entry["msgtype"] == "event"]
    assert [one.get("change_type") for one in events] == [2, 3, 4, None]
    assert events[-1]["recall_msgid"] == asked.msgid
    assert told(page)[2]["servicer_userid"] == lin
    assert [line.text for line in wecom.screen(buyer)] == ["我来"]


async def test_the_end_and_the_pool_have_words_of_their_own(
    wecom: WeCom, client: Client, account: Account, buyer: Customer
) -> None:
    wecom.says(buyer, "转人工")
    pooled = await client.post("kf/service_state/trans", where(account, buyer, service_state=2))
    waiting = {"code": pooled["msg_code"], "msgtype": "text", "text": {"content": "排队中"}}
    assert await client.code("kf/send_msg_on_event", waiting) == 0
    ended = await client.post("kf/service_state/trans", where(account, buyer, service_state=4))
    closing = {"code": ended["msg_code"], "msgtype": "text", "text": {"content": "再见"}}
    wecom.says(buyer, "等等")
    assert await client.code("kf/send_msg_on_event", closing) == 95018
    assert [line.by for line in wecom.answers(buyer)] == ["pool"]


# ---------------------------------------------------------------------- who is there


async def test_accounts_links_and_customers_are_told(
    wecom: WeCom, client: Client, account: Account, buyer: Customer
) -> None:
    listed = await client.post("kf/account/list", {"offset": 0, "limit": 100})
    assert [one["open_kfid"] for one in listed["account_list"]] == [account.open_kfid]
    assert await client.code("kf/account/list", {"limit": 101}) == 40058
    link = await client.post("kf/add_contact_way", {"open_kfid": account.open_kfid, "scene": "shop"})
    assert "enc_scene=" in link["url"]
    assert await client.code("kf/add_contact_way", {"open_kfid": account.open_kfid, "scene": "店"}) == 40058
    asked = {"external_userid_list": [buyer.id, "wmNobody"]}
    found = await client.post("kf/customer/batchget", asked)
    assert [one["nickname"] for one in found["customer_list"]] == ["小明"]
    assert found["invalid_external_userid"] == ["wmNobody"]
    assert await client.code("kf/customer/batchget", {"external_userid_list": []}) == 40058
    account.deleted = True
    assert await client.code("kf/send_msg", text(account, buyer, "x")) == 95004
