"""The WeCom of our own keeps the rules of tokens, of telling what happened, and of calling back."""

from datetime import timedelta

import pytest

from tests.wechat.wecomplatform import CODES, Account, WeCom
from tests.wechat.wecomscene import Client, Listener, told

# ---------------------------------------------------------------------- tokens and codes


async def test_everybody_gets_the_same_token_until_it_is_too_old(wecom: WeCom, client: Client) -> None:
    first = (await client.gettoken())["access_token"]
    assert (await client.gettoken())["access_token"] == first
    assert wecom.tokens.issued == 1
    wecom.clock.forward(timedelta(seconds=7200))
    assert await client.code("kf/account/list") == 42001
    assert (await client.gettoken())["access_token"] != first
    assert await client.code("kf/account/list") == 0
    wecom.tokens.revoke()
    assert await client.code("kf/account/list") == 40014
    client.token = ""
    assert await client.code("kf/account/list") == 41001


async def test_a_wrong_secret_is_no_token(client: Client) -> None:
    wrong = [("", "x"), ("ww1", ""), ("ww1", "x")]
    assert [(await client.gettoken(*pair))["errcode"] for pair in wrong] == [41002, 41004, 40013]
    assert (await client.gettoken(secret="guessed"))["errcode"] == 40001


async def test_who_asks_for_tokens_all_the_time_is_slowed_down(client: Client) -> None:
    codes = [(await client.gettoken())["errcode"] for _ in range(30)]
    assert (codes[0], codes[-1]) == (0, 45009)


async def test_an_address_that_is_not_trusted_is_told_which_it_is(wecom: WeCom, client: Client) -> None:
    wecom.trusted = False
    refused = await client.post("kf/account/list")
    assert refused["errcode"] == 60020
    assert "from ip: 127.0.0.1" in refused["errmsg"]


@pytest.mark.parametrize("code", sorted(CODES))
async def test_every_code_can_be_had_for_a_cause(wecom: WeCom, client: Client, code: int) -> None:
    wecom.faults.refuses(code, "kf/send_msg")
    refused = await client.post("kf/send_msg", {})
    assert (refused["errcode"], CODES[code] in refused["errmsg"]) == (code, True)
    assert wecom.codes("kf/send_msg") == [code]


async def test_json_is_utf_8_without_escapes(wecom: WeCom, client: Client) -> None:
    assert await client.code("kf/send_msg", raw=b'{"touser": "\\u5c0f"}') == 40033
    assert await client.code("kf/send_msg", raw=b'{"touser": ') == 40058
    assert await client.code("kf/send_msg", raw=b"[]") == 40058
    assert await client.code("kf/no_such_call") == 48002


# ---------------------------------------------------------------------- sync_msg


async def test_what_happened_is_told_from_the_cursor_on(wecom: WeCom, client: Client, account: Account) -> None:
    buyer = wecom.new_customer()
    for word in ("一", "二", "三"):
        wecom.says(buyer, word)
    first = await client.post("kf/sync_msg", {"open_kfid": account.open_kfid, "limit": 2})
    assert [entry["text"]["content"] for entry in told(first)] == ["一", "二"]
    assert first["has_more"] == 1
    rest = {"open_kfid": account.open_kfid, "cursor": first["next_cursor"]}
    second = await client.post("kf/sync_msg", rest)
    assert [entry["text"]["content"] for entry in told(second)] == ["三"]
    assert second["has_more"] == 0
    again = await client.post("kf/sync_msg", {**rest, "cursor": second["next_cursor"]})
    assert (told(again), again["next_cursor"]) == ([], second["next_cursor"])


async def test_a_page_may_be_empty_and_not_the_last(wecom: WeCom, client: Client, account: Account) -> None:
    wecom.says(wecom.new_customer(), "在吗")
    wecom.empty_pages = 1
    page = await client.post("kf/sync_msg", {"open_kfid": account.open_kfid})
    assert (told(page), page["has_more"]) == ([], 1)
    page = await client.post("kf/sync_msg", {"open_kfid": account.open_kfid, "cursor": page["next_cursor"]})
    assert len(told(page)) == 1


async def test_three_days_are_remembered(wecom: WeCom, client: Client, account: Account) -> None:
    buyer = wecom.new_customer()
    wecom.says(buyer, "old")
    wecom.clock.forward(timedelta(days=3, seconds=1))
    await client.gettoken()
    wecom.says(buyer, "new")
    page = await client.post("kf/sync_msg", {"open_kfid": account.open_kfid})
    assert [entry["text"]["content"] for entry in told(page)] == ["new"]


async def test_without_the_token_of_a_callback_one_must_be_slow(wecom: WeCom, client: Client, account: Account) -> None:
    asked = {"open_kfid": account.open_kfid}
    codes = [await client.code("kf/sync_msg", asked) for _ in range(11)]
    assert (set(codes[:10]), codes[10]) == ({0}, 45009)
    token = wecom.syncing.new_token(account)
    assert {await client.code("kf/sync_msg", asked | {"token": token}) for _ in range(20)} == {0}
    wecom.clock.forward(timedelta(minutes=10))
    assert await client.code("kf/sync_msg", asked | {"token": token}) == 95007
    assert await client.code("kf/sync_msg", asked | {"token": "guessed"}) == 95007
    assert await client.code("kf/sync_msg", asked) == 0


async def test_other_accounts_cursors_and_limits_are_refused(wecom: WeCom, client: Client, account: Account) -> None:
    other = wecom.new_account("another")
    theirs = (await client.post("kf/sync_msg", {"open_kfid": other.open_kfid}))["next_cursor"]
    asked = {"open_kfid": account.open_kfid}
    wrong = [{"cursor": theirs}, {"cursor": "x" * 65}, {"limit": 1001}, {"limit": 0}, {"voice_format": 7}]
    assert {await client.code("kf/sync_msg", asked | one) for one in wrong} == {40058}
    assert await client.code("kf/sync_msg", {}) == 95000
    assert await client.code("kf/sync_msg", {"open_kfid": "wkGone"}) == 95004


# ---------------------------------------------------------------------- callbacks


async def test_a_notice_carries_the_account_and_a_token(wecom: WeCom, listener: Listener, account: Account) -> None:
    wecom.says(wecom.new_customer(), "在吗")
    await wecom.settled()
    [heard] = listener.heard
    assert f"<OpenKfId><![CDATA[{account.open_kfid}]]>" in heard
    assert "<Event><![CDATA[kf_msg_or_event]]>" in heard
    assert "在吗" not in heard


async def test_a_notice_is_tried_three_times(wecom: WeCom, listener: Listener) -> None:
    listener.answers = [503, 0, 500]
    wecom.says(wecom.new_customer(), "在吗")
    await wecom.settled()
    [callback] = wecom.callbacks.made
    assert (callback.statuses, callback.taken) == ([503, 0, 500], False)
    assert len(set(listener.heard)) == 1
    listener.answers = [500]
    wecom.says(wecom.new_customer(), "在吗")
    await wecom.settled()
    assert wecom.callbacks.made[-1].statuses == [500, 200]


async def test_a_stranger_and_an_echo_in_quotes_are_noticed(wecom: WeCom, listener: Listener) -> None:
    assert await wecom.forges("<xml></xml>") == 403
    listener.echo_wrapped = True
    assert not await wecom.callbacks.handshake(listener.url)
