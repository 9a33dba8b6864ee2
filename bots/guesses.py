"""Puts together the watch over guessing: by which rules, in which book, and who can show a check."""

from collections.abc import Callable, Mapping

from bots.digest import Accept
from bots.rooms import room_of
from config.settings import Settings
from core.channel import Channel, Level
from core.guessing import Rules
from core.guesswatch import GuessWatch
from core.messages import AccountId, ChannelName
from core.ports import Attempts, Clock
from storage.guessbook import GuessBookInSql
from storage.sessions import Sessions

Channels = Mapping[tuple[ChannelName, AccountId], Channel]


def guess_watch(
    settings: Settings, sessions: Sessions, channels: Channels, attempts: Attempts, clock: Clock, accept: Accept
) -> GuessWatch:
    """`accept`: the door. Raises: WrongSetting."""
    wanted = settings.guessing
    return GuessWatch(
        book=GuessBookInSql(sessions),
        attempts=attempts,
        clock=clock,
        room=room_of(settings, channels),
        tell=accept,
        checks=checking(channels),
        rules=Rules(
            failures=wanted.failures,
            times_usual=wanted.times_usual,
            within=wanted.within,
            buyers=wanted.buyers,
            orders=wanted.orders,
            calm_after=wanted.calm_after,
        ),
    )


def checking(channels: Channels) -> Callable[[ChannelName], bool]:
    """Which channels can show a check."""
    able = {name for (name, _), channel in channels.items() if channel.capabilities.checks is not Level.NONE}
    return able.__contains__
