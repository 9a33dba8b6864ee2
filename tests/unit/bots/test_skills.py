"""What the brain is told of the channels."""

from bots.skills import removing
from core.channel import Capabilities, Channel, Level
from core.messages import AccountId, ChannelName


class Able:
    """Of a channel only this is looked at."""

    def __init__(self, deletes: Level) -> None:
        self.capabilities = Capabilities(deletes=deletes)


def channel(name: str, deletes: Level) -> tuple[tuple[ChannelName, AccountId], Channel]:
    return (ChannelName(name), AccountId("main")), Able(deletes)  # type: ignore[return-value]


def test_messages_are_taken_back_where_the_channel_can() -> None:
    removes = removing(dict([channel("web", Level.FULL), channel("slow", Level.PARTIAL), channel("fax", Level.NONE)]))
    assert [name for name in ("web", "slow", "fax", "unknown") if removes(ChannelName(name))] == ["web", "slow"]
