"""How a ticket's post looks: its tags, its name, whether it is closed; and which calls make it so."""

from hypothesis import given
from hypothesis import strategies as st

from bots.discord.forumposts import NAME, Archive, Post, edits_of, name_of, new_post
from bots.discord.forumtags import OF_A_FORUM, OF_A_POST, Tag, Wanted, completed, known_tags, tags_for
from core.messages import ThreadLook

WANTED = (
    Wanted("waiting", ("待回复", "waiting"), "🟡"),
    Wanted("taken", ("处理中", "in progress"), "🟢"),
    Wanted("closed", ("已解决", "solved"), "⚪"),
    Wanted("urgent", ("加急", "urgent"), "🔥"),
)
TAGS = {"waiting": "1", "taken": "2", "closed": "3", "urgent": "4"}
TITLE = "#35 小明 · 网页"
WAITING = ThreadLook(f"🟡 {TITLE}", sign="🟡")
TAKEN = ThreadLook(f"🟢 {TITLE}", sign="🟢")
CLOSED = ThreadLook(f"⚪ {TITLE}", sign="⚪", closed=True)


def post(*tags: str, name: str = TITLE, archived: bool = False) -> Post:
    return Post("9", name, applied_tags=tags, thread_metadata=Archive(archived))


def bodies(look: ThreadLook, there: Post, named: str = TITLE) -> list[object]:
    return [edit.body for edit in edits_of(look, there, TAGS, named)]


def test_taking_a_ticket_changes_its_tag_and_nothing_else() -> None:
    assert bodies(TAKEN, post("1")) == [{"applied_tags": ("2",)}]
    assert bodies(TAKEN, post("2")) == []


def test_closing_a_ticket_is_one_call() -> None:
    assert bodies(CLOSED, post("2")) == [{"applied_tags": ("3",), "archived": True}]
    assert bodies(CLOSED, post("3", archived=True)) == []


def test_a_closed_post_is_opened_before_it_changes() -> None:
    assert bodies(TAKEN, post("3", archived=True)) == [{"applied_tags": ("2",), "archived": False}]
    assert bodies(CLOSED, post("2", archived=True)) == [{"applied_tags": ("3",), "archived": False}, {"archived": True}]


def test_a_new_name_comes_before_the_closing_and_may_be_refused() -> None:
    renamed = ThreadLook("⚪ #35 小红 · 网页", sign="⚪", closed=True)
    edits = [*edits_of(renamed, post("2"), TAGS, TITLE)]
    assert [edit.body for edit in edits] == [{"applied_tags": ("3",)}, {"name": "#35 小红 · 网页"}, {"archived": True}]
    assert [edit.soft for edit in edits] == [False, True, False]


def test_a_name_that_people_gave_stays_until_ours_changes() -> None:
    assert bodies(WAITING, post("1", name="大客户")) == []
    assert bodies(WAITING, post("1", name="大客户"), named="#35 未留名") == [{"name": TITLE}]


def test_tags_that_people_put_there_stay() -> None:
    assert tags_for(TAKEN, ["1", "77"], TAGS) == ("2", "77")
    crowd = [f"{n}" for n in range(70, 80)]
    assert tags_for(TAKEN, crowd, TAGS) == ("2", *crowd[: OF_A_POST - 1])


def test_what_is_urgent_has_a_tag_of_its_own_until_it_is_not() -> None:
    urgent = ThreadLook(f"🟡 {TITLE}", sign="🟡", urgent=True)
    assert tags_for(urgent, (), TAGS) == ("1", "4")
    assert tags_for(TAKEN, ("1", "4"), TAGS) == ("2",)


def test_missing_tags_are_added_to_those_that_are_there() -> None:
    there = (Tag("1", "待回复", "🟡"), Tag("9", "退款"))
    names = [one["name"] for one in completed(there, WANTED)]
    assert names == ["待回复", "退款", "处理中", "已解决", "加急"]
    assert [one["id"] for one in completed(there, WANTED)[:2]] == ["1", "9"]


def test_tags_are_known_by_either_language_and_by_their_emoji() -> None:
    there = (Tag("1", "waiting"), Tag("2", "renamed by us", "🟢"), Tag("3", "已解决"), Tag("4", "VIP", "🔥"))
    assert known_tags(there, WANTED) == TAGS
    assert completed(there, WANTED) == []


def test_a_forum_that_is_full_of_tags_gets_no_more() -> None:
    full = tuple(Tag(f"{n}", f"t{n}") for n in range(OF_A_FORUM))
    assert completed(full, WANTED) == []
    assert len(completed(full[:-2], WANTED)) == OF_A_FORUM


def test_a_new_post_wakes_nobody_and_has_its_tag() -> None:
    body = new_post(WAITING, "@everyone", TAGS)
    assert (body["name"], body["applied_tags"]) == (TITLE, ("1",))
    assert body["message"] == {"content": "@everyone", "allowed_mentions": {"parse": []}}
    assert "applied_tags" not in new_post(WAITING, "x", {})


@given(st.text(max_size=300), st.sampled_from(["", "🟡", "⚪"]))
def test_a_name_always_fits(title: str, sign: str) -> None:
    assert 1 <= len(name_of(ThreadLook(title, sign=sign))) <= NAME
