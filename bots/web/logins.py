"""How an agent comes in: a signed link that expires, and the session that it opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import DecodeError, Struct, json, structs

from bots.web.entries import milliseconds
from bots.web.settings import StaffSettings
from bots.web.signing import Purpose, Signer
from core.errors import Forged
from core.ports import Surroundings

A_DAY = timedelta(days=1)


class Role(StrEnum):
    AGENT = "agent"
    ADMIN = "admin"


class Agent(Struct, frozen=True):
    """Who may come in. `issued`, `until`: milliseconds since 1970."""

    id: str
    name: str
    role: Role
    issued: int
    until: int


@dataclass(frozen=True, slots=True)
class Logins:
    """Signs and reads links and sessions: nothing is kept, so both are good on every device until they expire."""

    signer: Signer
    settings: StaffSettings

    def link(self, agent_id: str, name: str, role: Role, at: datetime) -> str:
        """The token of a login link."""
        agent = Agent(agent_id, name, role, milliseconds(at), milliseconds(at + self.settings.link_valid))
        return self.signer.sign(Purpose.LOGIN, json.encode(agent))

    def agent_of_link(self, token: str, at: datetime) -> Agent:
        """Raises: Forged: not ours, or expired."""
        return self._read(Purpose.LOGIN, token, at)

    def session(self, agent: Agent, at: datetime) -> str:
        """The cookie of a session that starts now."""
        begun = structs.replace(agent, issued=milliseconds(at), until=milliseconds(at + self.settings.session_valid))
        return self.signer.sign(Purpose.SESSION, json.encode(begun))

    def agent_of_session(self, token: str, at: datetime) -> Agent:
        """Raises: Forged: not ours, or expired."""
        return self._read(Purpose.SESSION, token, at)

    def _read(self, purpose: Purpose, token: str, at: datetime) -> Agent:
        try:
            agent = json.decode(self.signer.read(purpose, token), type=Agent)
        except DecodeError:
            raise Forged(f"{purpose} token") from None
        since = self.settings.signed_out_before
        ended = agent.until < milliseconds(at) or (since and agent.issued < milliseconds(since))
        if ended or agent.id in self.settings.left:
            raise Forged(f"an expired {purpose} token")
        return agent


def login_link(
    agent_id: str, name: str, role: str, around: Surroundings, *, valid: timedelta = A_DAY, prefix: str = ""
) -> str:
    """The address by which an agent signs in to the staff room.

    `around` is the staff account's own. Raises: ValueError: there is no such role."""
    settings = StaffSettings(prefix=prefix, link_valid=valid)
    token = Logins(Signer(around.signing_key), settings).link(agent_id, name, Role(role), around.clock.now())
    return f"{around.public_url.rstrip('/')}{prefix}/staff/login?t={token}"
