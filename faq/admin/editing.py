"""The commands that change entries: prepared as a draft with its preview, saved by a button, undone by another."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from core.faqwork import Reply
from core.messages import Button, MediaKind
from faq.admin import views
from faq.admin.checks import Changes, Checked, check_changes, nearest
from faq.admin.commands import Target, language_of, target
from faq.admin.drafts import Draft, Fate, changed, draft_id
from faq.admin.forms import Form, drops_pictures, entry_of, form_of, read_form, values_of
from faq.admin.ids import new_id, spoken
from faq.admin.parts import Call, Parts
from faq.admin.reading import Reading
from faq.admin.shelf import of_matter
from faq.admin.voice import copyable, rows, value_button, who
from faq.book import Edit, EditConflict, UnknownEdit
from faq.entries import Entry, EntryKey
from faq.filing.problems import Problem

_MONTH = timedelta(days=30)
_ASKED = 20_000


@dataclass(frozen=True, slots=True)
class Editing:
    """Raises: StoreUnavailable, from every member."""

    parts: Parts

    # ------------------------------------------------------------------ entries

    async def add(self, call: Call) -> Reply:
        """A form, or a question in the first line and its answer below. A form with a known id edits that entry."""
        form, voice = _as_form(read_form(call.argument)), self.parts.voice
        id_, language = form.texts.get("id", ""), language_of(form.texts.get("language", ""))
        known = await self._wanted(Target(id_, language)) if id_ else None
        if known is not None:
            return await self._edited(call, known, form)
        question = form.texts.get("question", "")
        if not question and id_:
            return await Reading(self.parts).unknown(replace(call, argument=id_))
        if not question or not (form.texts.get("answer") or form.texts.get("does")):
            key = "faq-add-answer" if question else "faq-add-how"
            return self.form_to_fill(call, key, "add", voice.say("faq-template", question=question))
        entries = await self.parts.shelf.entries()
        tongue = language or spoken(question, voice.language)
        texts = {"id": new_id(question, {key.id for key in entries}), "language": tongue, **form.texts}
        return await self._edited(call, None, replace(form, texts=texts))

    async def edit(self, call: Call) -> Reply:
        """Without anything else: the entry as a form. Otherwise only what is told changes."""
        wanted = target(call.argument)
        entry = await self._wanted(wanted)
        if entry is None:
            return await self._unknown(call)
        form = read_form(wanted.rest)
        if form.empty and not call.media:
            return self._entry_form(call, "faq-edit-unread" if form.spare else "faq-edit-how", entry)
        return await self._edited(call, entry, form)

    async def form(self, call: Call) -> Reply:
        """A draft, to be changed and sent anew."""
        draft = await self._own(call)
        if isinstance(draft, Reply):
            return draft
        entry = next((one.after for one in draft.changes if one.after is not None), None)
        if entry is None:
            return self.parts.voice.line("faq-draft-gone")
        return self._entry_form(call, "faq-draft-form", entry)

    def _entry_form(self, call: Call, key: str, entry: Entry) -> Reply:
        words = f"edit {entry.id} {entry.language}"
        return self.form_to_fill(
            call, key, words, form_of(entry, self.parts.voice, named=not call.in_ticket), id=entry.id
        )

    def form_to_fill(self, call: Call, key: str, words: str, form: str, **told: str) -> Reply:
        """In a ticket it must begin with a command; in the room it is known by its first line."""
        before = self.parts.voice.say(key, **told)
        return copyable(before, f"/faq {words}\n{form}" if call.in_ticket else form)

    async def on(self, call: Call) -> Reply:
        return await self._switched(call, enabled=True)

    async def off(self, call: Call) -> Reply:
        return await self._switched(call, enabled=False)

    async def remove(self, call: Call) -> Reply:
        wanted = target(call.argument)
        gone = [one for one in await self._of(wanted) if wanted.language in {None, one.language}]
        return await self.propose(call, {one.key: None for one in gone}) if gone else await self._unknown(call)

    async def _switched(self, call: Call, *, enabled: bool) -> Reply:
        """At once: the same button takes it back."""
        wanted, voice = target(call.argument), self.parts.voice
        found = [one for one in await self._of(wanted) if wanted.language in {None, one.language}]
        if not found:
            return await self._unknown(call)
        changes = [(one.key, replace(one, enabled=enabled)) for one in found]
        await self.parts.book.edit(changes, who(call.by), call.at)
        entry, language = found[0], [wanted.language] if wanted.language else []
        back = voice.button(
            "faq-button-off" if enabled else "faq-button-on", "off" if enabled else "on", entry.id, *language
        )
        key = "faq-switched-on" if enabled else "faq-switched-off"
        tongues = voice.list_of(voice.tongue(one.language) for one in found)
        text = voice.say(key, entry=voice.named(entry), tongues=tongues)
        return Reply(text, buttons=rows([back, voice.button("faq-button-show", "show", entry.id)]))

    async def _edited(self, call: Call, before: Entry | None, form: Form) -> Reply:
        entry = entry_of(values_of(form, before, self.parts.voice.zone), before)
        if not isinstance(entry, Entry):
            return self._broken(entry)
        pictures = tuple(one for one in call.media if one.kind is MediaKind.IMAGE)
        if pictures or drops_pictures(form):
            entry = replace(entry, pictures=pictures)
        moved = {before.key: None} if before is not None and before.key != entry.key else {}
        return await self.propose(call, {**moved, entry.key: entry})

    def _broken(self, problems: Sequence[Problem]) -> Reply:
        voice = self.parts.voice
        lines = [voice.problem(problem) for problem in problems]
        return Reply("\n".join([voice.say("faq-form-broken"), *lines]))

    # ------------------------------------------------------------------ drafts

    async def propose(self, call: Call, changes: Changes) -> Reply:
        """A draft of these changes, shown with what they would do."""
        voice, now = self.parts.voice, await self.parts.shelf.entries()
        draft = Draft(id=draft_id(call.work), at=call.at, by=call.by, changes=changed(changes, now))
        if not draft.changes:
            return voice.line("faq-nothing-changes")
        await self.parts.drafts.sweep(call.at)
        await self.parts.drafts.put(draft)
        checked = await self.checked(changes, now)
        shown = [views.difference(voice, now.get(one.key), one.after) for one in draft.changes]
        removes = all(one.after is None for one in draft.changes)
        head = voice.say("faq-preview-removing" if removes else "faq-preview")
        told = [head, *shown, "\n".join(views.warned(voice, checked, now))]
        media = tuple(picture for one in draft.changes if one.after is not None for picture in one.after.pictures)
        reply = Reply("\n\n".join(filter(None, told)), media=media, buttons=self.decision(draft))
        near = nearest(changes, now, checked.conflicts)
        return reply if near is None else await self._or_extended(call, reply, *near)

    async def _or_extended(self, call: Call, reply: Reply, near: Entry, new: Entry) -> Reply:
        """A second draft: the entry that is near only gets these wordings."""
        voice, now = self.parts.voice, await self.parts.shelf.entries()
        longer = replace(near, phrasings=tuple(dict.fromkeys((*near.phrasings, *new.wordings))))
        draft = Draft(
            id=draft_id(f"{call.work} {near.id}"), at=call.at, by=call.by, changes=changed({near.key: longer}, now)
        )
        if not draft.changes:
            show = voice.button("faq-button-show", "show", *near.key)
            text = f"{reply.text}\n\n{voice.say('faq-near-all', other=voice.named(near))}"
            return replace(reply, text=text, buttons=(*reply.buttons, *rows([show])))
        await self.parts.drafts.put(draft)
        only = value_button(voice.say("faq-button-only-wordings", question=near.question), "save", draft.id)
        text = f"{reply.text}\n\n{voice.say('faq-near', other=voice.named(near))}"
        return replace(reply, text=text, buttons=(*reply.buttons, *rows([only])))

    def decision(self, draft: Draft) -> tuple[tuple[Button, ...], ...]:
        removes = all(one.after is None for one in draft.changes)
        save = "faq-button-remove-really" if removes else "faq-button-save"
        voice = self.parts.voice
        form = None if removes else voice.button("faq-button-form", "form", draft.id)
        return rows([voice.button(save, "save", draft.id), form, voice.button("faq-button-drop", "drop", draft.id)])

    async def checked(self, changes: Changes, now: Mapping[EntryKey, Entry]) -> Checked:
        asked = await self.parts.log.questions(self.parts.clock.now() - _MONTH, _ASKED)
        return await asyncio.to_thread(check_changes, changes, now, self.parts.matcher, self.parts.rehearse, asked)

    async def save(self, call: Call) -> Reply:
        voice = self.parts.voice
        draft = await self._own(call)
        if isinstance(draft, Reply):
            return draft
        overtaken = draft.overtaken(now := await self.parts.shelf.entries())
        if overtaken is not None:
            await self.parts.drafts.close(draft, Fate.DROPPED)
            show = voice.button("faq-button-show", "show", overtaken.id, overtaken.language)
            return Reply(voice.say("faq-overtaken", id=overtaken.id), buttons=rows([show]))
        changes = draft.to_save
        edits = await self.parts.book.edit(changes, who(call.by), call.at)
        await self.parts.drafts.close(draft, Fate.SAVED, [edit.number for edit in edits])
        return self._saved(draft, changes, now)

    def _saved(
        self, draft: Draft, changes: Sequence[tuple[EntryKey, Entry | None]], before: Mapping[EntryKey, Entry]
    ) -> Reply:
        voice = self.parts.voice
        undo = voice.button("faq-button-undo", "back", draft.id)
        if len(changes) > 1:
            return Reply(voice.say("faq-saved-many", count=len(changes), by=who(draft.by)), buttons=rows([undo]))
        [(key, after)] = changes
        entry = after or before.get(key)
        named = voice.named(entry) if entry is not None else key.id
        text = voice.say("faq-saved" if after is not None else "faq-removed", entry=named, by=who(draft.by))
        show = voice.button("faq-button-show", "show", key.id, key.language) if after is not None else None
        return Reply(text, buttons=rows([show, undo]))

    async def drop(self, call: Call) -> Reply:
        draft = await self._own(call)
        if isinstance(draft, Reply):
            return draft
        await self.parts.drafts.close(draft, Fate.DROPPED)
        return self.parts.voice.line("faq-dropped")

    async def _own(self, call: Call) -> Draft | Reply:
        """The draft that waits for this admin; or what to tell him."""
        voice, draft = self.parts.voice, await self.parts.drafts.get(call.argument.strip(), call.at)
        if draft is None:
            return voice.line("faq-draft-gone")
        if draft.by.id != call.by.id:
            return voice.line("faq-draft-of", by=who(draft.by))
        if draft.fate is Fate.SAVED:
            undo = voice.button("faq-button-undo", "back", draft.id)
            return Reply(voice.say("faq-draft-saved"), buttons=rows([undo]))
        return draft if draft.fate is Fate.OPEN else voice.line("faq-draft-gone")

    # ------------------------------------------------------------------ taking back

    async def undo(self, call: Call) -> Reply:
        """One edit of the history, by its number."""
        number, voice = call.argument.strip().lstrip("#"), self.parts.voice
        if not number.isdecimal():
            return voice.line("faq-undo-which")
        try:
            edit = await self.parts.book.undo(int(number), who(call.by), call.at)
        except UnknownEdit:
            return voice.line("faq-undo-unknown", number=number)
        except EditConflict:
            return await self._edited_since(int(number))
        return self._undone(edit)

    async def _edited_since(self, number: int) -> Reply:
        voice = self.parts.voice
        edits = await self.parts.book.since(number - 1)
        history = value_button(voice.say("faq-button-history"), "history", edits[0].key.id) if edits else None
        return Reply(voice.say("faq-undo-conflict", number=str(number)), buttons=rows([history]))

    def _undone(self, edit: Edit) -> Reply:
        voice, key = self.parts.voice, edit.key
        entry = edit.after or edit.before
        named = voice.named(entry) if entry is not None else key.id
        show = voice.button("faq-button-show", "show", key.id, key.language) if edit.after else None
        redo = value_button(voice.say("faq-button-redo"), "undo", str(edit.number))
        return Reply(voice.say("faq-undone", entry=named, number=str(edit.number)), buttons=rows([show, redo]))

    async def back(self, call: Call) -> Reply:
        """All edits of one draft, together or not at all."""
        voice, draft = self.parts.voice, await self.parts.drafts.get(call.argument.strip(), call.at)
        if draft is None or draft.fate is not Fate.SAVED or not draft.edits:
            return voice.line("faq-back-gone")
        after_first = await self.parts.book.since(min(draft.edits) - 1)
        edits = [edit for edit in after_first if edit.number in draft.edits]
        now = await self.parts.shelf.entries()
        if any(now.get(edit.key) != edit.after for edit in edits):
            return voice.line("faq-back-conflict")
        await self.parts.book.edit([(edit.key, edit.before) for edit in edits], who(call.by), call.at)
        await self.parts.drafts.close(draft, Fate.UNDONE, draft.edits)
        return voice.line("faq-back", count=len(edits))

    # ------------------------------------------------------------------ finding what is meant

    async def _of(self, wanted: Target) -> Sequence[Entry]:
        return of_matter(await self.parts.shelf.entries(), wanted.id, wanted.language or self.parts.voice.language)

    async def _wanted(self, wanted: Target) -> Entry | None:
        found = [one for one in await self._of(wanted) if wanted.language in {None, one.language}]
        return found[0] if found else None

    async def _unknown(self, call: Call) -> Reply:
        return await Reading(self.parts).unknown(call)


def _as_form(form: Form) -> Form:
    """Lines without labels: the question, and below it the answer."""
    if form.texts or not form.spare:
        return form
    question, *answer = form.spare
    return Form({"question": question, **({"answer": "\n".join(answer)} if answer else {})}, form.plus)
