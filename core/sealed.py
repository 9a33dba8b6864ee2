"""Puts the card keys where their marks stand, at the last moment before sending. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.messages import SECRET_MARK, OutgoingMessage, Span


def reveal(message: OutgoingMessage, keys: Sequence[str]) -> OutgoingMessage:
    """The message with one key for each mark, spans moved along. Raises: ValueError: there are more marks or keys."""
    pieces = message.text.split(SECRET_MARK)
    text = pieces[0] + "".join(key + piece for key, piece in zip(keys, pieces[1:], strict=True))
    marks = [at for at, character in enumerate(message.text) if character == SECRET_MARK]
    spans = tuple(_moved(span, marks, keys) for span in message.spans)
    return replace(message, text=text, spans=spans, secret=(), protected=not message.fleeting)


def _moved(span: Span, marks: Sequence[int], keys: Sequence[str]) -> Span:
    def moved(place: int) -> int:
        return place + sum(len(key) - 1 for mark, key in zip(marks, keys, strict=True) if mark < place)

    return Span(moved(span.start), moved(span.end), span.style)
