"""A check as a page can pass it by itself: find the number whose hash is known. Pure.

Finding takes up to `top` hashes, making and judging one or two, and nothing is kept of it but the message itself."""

import hashlib
import hmac
from dataclasses import dataclass

from msgspec import Struct

from bots.web.signing import Purpose, Signer
from core.checks import Check

MOST = 1 << 23
"""Hashes of the hardest one: a phone is done with it in about ten seconds."""


class Puzzle(Struct, frozen=True):
    """`target` is SHA-256, hexadecimal, of `salt` and a number below `top` in decimal digits, in ASCII."""

    id: str
    salt: str
    target: str
    top: int


@dataclass(frozen=True, slots=True)
class Puzzles:
    """`top`: of the easiest."""

    signer: Signer
    top: int

    def of(self, check: Check, box: str) -> Puzzle:
        """The same for the same check in the same box; nobody else can know its number."""
        secret = self.signer.sign(Purpose.CHECK, f"{box}\0{check.id}".encode()).encode()
        top = min(self.top << check.hardness, MOST)
        number = int.from_bytes(hashlib.sha256(b"number" + secret).digest()) % top
        salt = hashlib.sha256(b"salt" + secret).hexdigest()[:32]
        return Puzzle(check.id, salt, hash_of(salt, number), top)


def hash_of(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def solves(puzzle: Puzzle, number: int) -> bool:
    return hmac.compare_digest(hash_of(puzzle.salt, number), puzzle.target)
