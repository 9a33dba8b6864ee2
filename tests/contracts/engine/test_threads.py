"""Which thread belongs to which ticket, also when a thread is lost and another takes its place."""

from core.messages import ThreadId
from core.turns import Conversation
from tests.contracts.engine.script import ROOM, chat, thread, wrote
from tests.contracts.engine.worlds import World


async def the_buyer(world: World, name: str = "ming") -> Conversation:
    await world.door.accept([wrote("hello", name)])
    found = await world.ledger.conversation(chat(name))
    assert found is not None
    return found


async def test_a_ticket_has_no_thread_at_first(world: World) -> None:
    assert await world.threads.of_ticket(ROOM, "t1") is None


async def test_a_tied_thread_is_found(world: World) -> None:
    buyer = await the_buyer(world)
    await world.threads.tie(ROOM, "t1", buyer.id, ThreadId("77"))
    assert await world.threads.of_ticket(ROOM, "t1") == "77"
    assert await world.threads.of_ticket(chat("other"), "t1") is None
    assert await world.threads.of_ticket(ROOM, "t2") is None


async def test_tying_it_again_changes_nothing(world: World) -> None:
    buyer = await the_buyer(world)
    for _ in range(2):
        await world.threads.tie(ROOM, "t1", buyer.id, ThreadId("77"))
    assert await world.threads.of_ticket(ROOM, "t1") == "77"


async def test_a_new_thread_takes_the_place_and_the_old_one_still_leads_to_the_buyer(world: World) -> None:
    buyer = await the_buyer(world)
    await world.threads.tie(ROOM, "t1", buyer.id, ThreadId("77"))
    await world.threads.tie(ROOM, "t1", buyer.id, ThreadId("78"))
    assert await world.threads.of_ticket(ROOM, "t1") == "78"
    await world.door.accept([wrote("in the old", thread("77")), wrote("in the new", thread("78"))])
    assert await world.said(chat("ming")) == ["echo hello", "staff says in the old", "staff says in the new"]


async def test_every_buyer_has_his_own(world: World) -> None:
    ming, hong = await the_buyer(world, "ming"), await the_buyer(world, "hong")
    await world.threads.tie(ROOM, "t1", ming.id, ThreadId("1"))
    await world.threads.tie(ROOM, "t2", hong.id, ThreadId("2"))
    await world.door.accept([wrote("for hong", thread("2")), wrote("for ming", thread("1"))])
    assert await world.said(chat("hong")) == ["echo hello", "staff says for hong"]
    assert await world.said(chat("ming")) == ["echo hello", "staff says for ming"]
