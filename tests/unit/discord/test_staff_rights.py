"""What a member may do in a channel, as Discord itself counts it."""

from bots.discord.rights import EVERYTHING, Guild, Overwrite, Right, Role, may, missing, rights_of

VIEW, SEND, THREADS = Right.VIEW_CHANNEL, Right.SEND_MESSAGES, Right.MANAGE_THREADS
GUILD = Guild(
    "1",
    "卡密小店",
    owner_id="100",
    roles=(
        Role("1", str(int(VIEW | SEND))),
        Role("2", str(int(THREADS))),
        Role("3", str(int(Right.ADMINISTRATOR))),
    ),
)


def overwrite(whose: str, allow: int = 0, deny: int = 0) -> Overwrite:
    return Overwrite(whose, str(int(allow)), str(int(deny)))


def test_roles_add_up() -> None:
    assert rights_of(GUILD, (), "7", ()) == VIEW | SEND
    assert rights_of(GUILD, (), "7", ["2"]) == VIEW | SEND | THREADS


def test_the_owner_and_administrators_may_everything_whatever_a_channel_says() -> None:
    closed = (overwrite("1", deny=VIEW),)
    assert rights_of(GUILD, closed, "100", ()) == EVERYTHING
    assert rights_of(GUILD, closed, "7", ["3"]) == EVERYTHING
    assert may(int(Right.ADMINISTRATOR), THREADS)


def test_everyone_comes_before_roles_and_roles_before_the_member() -> None:
    hidden = overwrite("1", deny=VIEW)
    assert not rights_of(GUILD, (hidden,), "7", ()) & VIEW
    assert rights_of(GUILD, (overwrite("2", allow=VIEW), hidden), "7", ["2"]) & VIEW
    assert not rights_of(GUILD, (overwrite("7", deny=VIEW), overwrite("2", allow=VIEW), hidden), "7", ["2"]) & VIEW


def test_among_roles_what_one_allows_counts_though_another_forbids() -> None:
    both = (overwrite("2", allow=SEND), overwrite("4", deny=SEND))
    assert rights_of(GUILD, both, "7", ["2", "4"]) & SEND


def test_what_is_missing_is_told_as_discord_calls_it() -> None:
    assert missing(int(VIEW), [VIEW, Right.MANAGE_CHANNELS]) == ["Manage Channel"]
