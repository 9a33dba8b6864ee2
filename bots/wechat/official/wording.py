"""A message in words alone: choices numbered, a place as coordinates, a file that the platform does not take named."""

from bots.wechat.official.outbound import is_place, place, words_of
from core.messages import OutgoingMessage
from core.ports import Surroundings


def spoken(message: OutgoingMessage, around: Surroundings) -> str:
    if is_place(message):
        return place(message)
    if message.media:
        return around.words(around.language, "wechat-no-file", name=message.media[0].name or "none")
    return words_of(message)
