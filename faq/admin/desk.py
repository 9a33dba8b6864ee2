"""Keeps the FAQ for the agents in their staff room: implements core.faqwork.FaqDesk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from core.faqwork import CommandFaq, FaqTold, FaqWork, Reply
from core.messages import Address, MessageRef, Person
from faq.admin.commands import CHANGING, Verb, read
from faq.admin.editing import Editing
from faq.admin.files import Filing
from faq.admin.learning import Learning
from faq.admin.parts import Call, Parts
from faq.admin.reading import Reading
from faq.admin.trials import Trials

_IN_PLACE = frozenset({Verb.OVERVIEW, Verb.LIST, Verb.SAVE, Verb.DROP, Verb.BACK})
Handler = Callable[[Call], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class FaqAdmin:
    parts: Parts
    _handlers: Mapping[Verb, Handler] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_handlers", _handlers(self.parts))

    async def do(self, id_: str, work: FaqWork, buyer: Address) -> FaqTold:
        """Raises: StoreUnavailable."""
        if isinstance(work, CommandFaq):
            return await self._carry_out(id_, work)
        call = Call(work=id_, at=self.parts.clock.now(), by=work.by, argument="")
        if not self._may_change(work.by):
            return FaqTold(work.place, self._refused(work.by))
        return FaqTold(work.place, await Learning(self.parts).learn(call, work, buyer))

    async def _carry_out(self, id_: str, work: CommandFaq) -> FaqTold:
        command = read(work.words)
        if command.verb in CHANGING and not self._may_change(work.by):
            return FaqTold(work.place, self._refused(work.by))
        call = Call(
            work=id_,
            at=self.parts.clock.now(),
            by=work.by,
            argument=command.argument,
            media=work.media,
            in_ticket=work.place.thread is not None,
        )
        return FaqTold(work.place, await self._handlers[command.verb](call), self._replaced(work, command.verb))

    def _refused(self, by: Person) -> Reply:
        return self.parts.voice.line("faq-not-admin", id=by.id)

    def _may_change(self, by: Person) -> bool:
        return not self.parts.admins or by.id in self.parts.admins

    def _replaced(self, work: CommandFaq, verb: Verb) -> MessageRef | None:
        """Where one turns pages or decides, the message that was pressed changes; everything else is a new one."""
        return work.pressed if verb in _IN_PLACE else None


async def _help(parts: Parts, _call: Call) -> Reply:
    return parts.voice.line("faq-help")


def _handlers(parts: Parts) -> Mapping[Verb, Handler]:
    reading, editing, filing = Reading(parts), Editing(parts), Filing(parts)
    trials, learning = Trials(parts), Learning(parts)
    return {
        Verb.OVERVIEW: reading.overview,
        Verb.LIST: reading.listed,
        Verb.FIND: reading.find,
        Verb.SHOW: reading.show,
        Verb.WHY: reading.why,
        Verb.HISTORY: reading.history,
        Verb.HELP: partial(_help, parts),
        Verb.ADD: editing.add,
        Verb.EDIT: editing.edit,
        Verb.ON: editing.on,
        Verb.OFF: editing.off,
        Verb.REMOVE: editing.remove,
        Verb.SAVE: editing.save,
        Verb.DROP: editing.drop,
        Verb.UNDO: editing.undo,
        Verb.BACK: editing.back,
        Verb.FORM: editing.form,
        Verb.NEW: learning.new,
        Verb.EXTEND: learning.extend,
        Verb.IMPORT: filing.take_in,
        Verb.EXPORT: filing.give_out,
        Verb.TRY: trials.try_out,
        Verb.RESULT: trials.result,
        Verb.KEEP: trials.keep,
    }
