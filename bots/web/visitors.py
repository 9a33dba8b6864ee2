"""Who a buyer in the web chat is: a random id that we sign once and the browser keeps."""

import secrets
from dataclasses import dataclass

from bots.web.signing import Purpose, Signer
from core.errors import Forged


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `new`: it has not been here before."""

    id: str
    new: bool

    @property
    def name(self) -> str:
        """A short mark by which agents tell visitors apart; it reads the same in every language."""
        return f"#{self.id[:4].upper()}"


class Visitors:
    """Issues and recognises visitors."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def issue(self) -> Visitor:
        """A newcomer: 96 random bits."""
        return Visitor(secrets.token_hex(12), new=True)

    def token(self, visitor: Visitor) -> str:
        return self._signer.sign(Purpose.VISITOR, visitor.id.encode())

    def recognise(self, token: str) -> Visitor:
        """Raises: Forged."""
        return Visitor(self._signer.read(Purpose.VISITOR, token).decode(), new=False)

    def welcome(self, token: str) -> Visitor:
        """The visitor of this token; a newcomer where there is none, or none of ours (a new key, a tampered page)."""
        try:
            return self.recognise(token) if token else self.issue()
        except Forged:
            return self.issue()
