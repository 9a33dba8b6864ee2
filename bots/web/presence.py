"""Which agents are here, and what each looks at. In memory: it is gone with the pages that it tells of. Pure."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from bots.web.logins import Agent
from bots.web.protocol import Presence, Watcher


@dataclass(slots=True)
class Attendance:
    """One page of an agent, and the thread that is open on it."""

    agent: Agent
    thread: str = ""


@dataclass(slots=True)
class Roll:
    """All pages of a room that are open now."""

    pages: dict[Hashable, Attendance] = field(default_factory=dict)

    def enter(self, page: Hashable, agent: Agent) -> None:
        self.pages[page] = Attendance(agent)

    def look(self, page: Hashable, thread: str) -> None:
        self.pages[page].thread = thread

    def leave(self, page: Hashable) -> None:
        self.pages.pop(page, None)

    def told(self) -> Presence:
        """One line per agent, however many pages he has open."""
        names = {page.agent.id: page.agent.name for page in self.pages.values()}
        by_name = sorted(names.items(), key=lambda pair: pair[1])
        return Presence(tuple(Watcher(agent, name, self._open_threads(agent)) for agent, name in by_name))

    def _open_threads(self, agent: str) -> tuple[str, ...]:
        return tuple(sorted({p.thread for p in self.pages.values() if p.agent.id == agent and p.thread}))
