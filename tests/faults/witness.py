"""A platform that survives every kill, fails now and then, and remembers what it was told in which order."""

from dataclasses import dataclass
from random import Random

import msgspec

from bots.fake.faults import Fault, Faults
from bots.fake.outbound import Send
from bots.fake.platform import Answer
from bots.fake.server import PlatformServer
from tests.faults.shop import SECRET

BROKEN, CUT, SLOWED = 0.01, 0.005, 0.003
"""How often a call is refused with 502, has its effect and no answer, or is answered 429."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message that people saw. `key`: the parcel, which is `conversation.seq.part`."""

    account: str
    key: str
    chat: str
    thread: str | None
    text: str


class Weather(Faults):
    """Faults that come by chance, until it is calm."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random
        self.calm = False

    def next(self, path: str) -> Fault | None:
        if self.calm:
            return None
        chance = self._random.random()
        if chance < BROKEN:
            return Fault(path, status=502)
        if chance < BROKEN + CUT:
            return Fault(path, applies=True)
        if chance < BROKEN + CUT + SLOWED:
            return Fault(path, status=429, code="slow_down", retry_after=0.2)
        return None


class Witness(PlatformServer):
    """`arrivals`: what was shown to people, in that order; a call that had no effect is not among them."""

    def __init__(self, account: str, random: Random, *, takes_keys: bool) -> None:
        super().__init__(secret=SECRET, takes_keys=takes_keys)
        self.account = account
        self.arrivals: list[Arrival] = []
        self.weather = self.faults = Weather(random)
        self._seen: set[str] = set()

    def apply(self, path: str, payload: bytes) -> Answer:
        answer = super().apply(path, payload)
        if path == "/send" and answer["message_id"] not in self._seen:
            self._seen.add(answer["message_id"])
            sent = msgspec.json.decode(payload, type=Send)
            self.arrivals.append(Arrival(self.account, sent.key, sent.chat, sent.thread, sent.text))
        return answer
