"""Agents at their buttons after the sale."""

from dataclasses import replace

from core.messages import Button
from core.replacingrules import ReplacingRules
from core.shop import ProvenOrder
from tests.unit.core.dialogue import Dialogue, proven


def taken_over() -> Dialogue:
    """A buyer with a proven order, and a person in charge."""
    dialogue = proven(Dialogue())
    dialogue.says("转人工")
    dialogue.agent("你好")
    return dialogue


def knowing(dialogue: Dialogue, *orders: ProvenOrder) -> Dialogue:
    memory = replace(dialogue.memory, proven=(*dialogue.memory.proven, *orders))
    dialogue.conversation = replace(dialogue.conversation, memory=memory)
    return dialogue


def buttons(dialogue: Dialogue) -> list[Button]:
    return [button for message in dialogue.thread for row in message.buttons for button in row]


def press(dialogue: Dialogue, label: str, name: str = "小王") -> None:
    dialogue.agent_presses(next(button.value for button in buttons(dialogue) if button.label == label), name)


def rules(dialogue: Dialogue, **more: object) -> None:
    dialogue.shop.aftersales.rules = ReplacingRules(**more)  # type: ignore[arg-type]


def audited(dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(note.action, note.actor) for note in dialogue.audit]
