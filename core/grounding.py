"""What a language model is asked, and what it may say: only what the FAQ's own entries tell. Pure types."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.errors import KamiDeskError
from core.messages import Address


@dataclass(frozen=True, slots=True)
class AskModel:
    """Answer a question that the FAQ alone is not sure of.

    `question`: without what is the buyer's alone. `score`: how sure the FAQ was of its likeliest entry, 0 to 1."""

    question: str
    language: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Grounded:
    """The outcome of AskModel. `cites`: the ids of the entries that `answer` rests on; without them it has none."""

    asked: AskModel
    answer: str = ""
    cites: tuple[str, ...] = ()


class ModelDesk(Protocol):
    """Who asks the model, within its limits."""

    async def do(self, work: AskModel, buyer: Address) -> Grounded:
        """Raises: StoreUnavailable."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`rules` are ours; `matter` is data (JSON), whatever it says."""

    rules: str
    matter: str


@dataclass(frozen=True, slots=True)
class Completion:
    """`tokens`: of the prompt and of the answer together; None: the endpoint does not tell."""

    text: str
    tokens: int | None = None


class ModelUnavailable(KamiDeskError):
    """The language model gives no answer now."""

    def __init__(self, why: str, after: timedelta | None = None) -> None:
        """`why`: one word for figures. `after`: when it wants to be asked again, if it tells."""
        super().__init__(why)
        self.why = why
        self.after = after


class LanguageModel(Protocol):
    async def complete(self, prompt: Prompt) -> Completion:
        """Within its own limits of time and length. Raises: ModelUnavailable."""
