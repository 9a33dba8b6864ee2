"""The commands that only look: list, find, show, why, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.faqwork import Reply
from faq import admin_views as views
from faq.admin_commands import target
from faq.admin_parts import Call, Parts
from faq.admin_shelf import holding, matters, of_matter
from faq.admin_voice import rows, short, value_button
from faq.book import Edit
from faq.entries import LANGUAGES, Entry, EntryKey, Situation
from faq.matcher import Answer, Suggest

_HISTORY = 12
_LOOKED_UP = 40
"""Edits of one entry that tell who touched it last, over all its languages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Raises: StoreUnavailable, from every member."""

    parts: Parts

    async def overview(self, _call: Call) -> Reply:
        entries = list((await self.parts.shelf.entries()).values())
        return views.overview(self.parts.voice, matters(entries, self.parts.voice.language), entries)

    async def listed(self, call: Call) -> Reply:
        words = call.argument.split()
        page = int(words.pop()) if words and words[-1].isdecimal() else 1
        wanted = " ".join(words).casefold()
        shown = matters((await self.parts.shelf.entries()).values(), self.parts.voice.language)
        names = {entry.category: self.parts.voice.category(entry.category).casefold() for entry in shown}
        category = next((name for name, told in names.items() if wanted and wanted in {name, told}), None)
        if category is None:
            return await self.overview(call)
        here = [entry for entry in shown if entry.category == category]
        return views.listed(self.parts.voice, category, here, page)

    async def find(self, call: Call) -> Reply:
        if not call.argument:
            return self.parts.voice.line("faq-find-which")
        voice, entries = self.parts.voice, await self.parts.shelf.entries()
        if of_matter(entries, call.argument.strip().lower()):
            return await self.show(call)
        match = self.parts.matcher.match(call.argument, Situation(language=voice.language))
        meant = (
            [match.entry] if isinstance(match, Answer) else list(match.entries) if isinstance(match, Suggest) else []
        )
        found = {entry.id: entry for entry in (*meant, *holding(entries.values(), call.argument))}
        return views.found(voice, call.argument, [_best(entries, id_, voice.language) for id_ in found])

    async def show(self, call: Call) -> Reply:
        wanted = target(call.argument)
        found = of_matter(await self.parts.shelf.entries(), wanted.id, wanted.language or self.parts.voice.language)
        if not found:
            return await self.unknown(call)
        entry, *others = found
        edits = await self.parts.book.history(entry.key, 1)
        return views.shown(self.parts.voice, entry, others, edits[0] if edits else None)

    async def unknown(self, call: Call) -> Reply:
        """There is no such entry: what may be meant."""
        voice, entries = self.parts.voice, await self.parts.shelf.entries()
        if not call.argument.strip():
            return voice.line("faq-which")
        found = views.found(voice, call.argument, [])
        near = {entry.id for entry in holding(entries.values(), call.argument)}
        near |= {key.id for key in entries if call.argument.split()[0].lower() in key.id}
        if not near:
            return found
        return views.found(voice, call.argument, [_best(entries, id_, voice.language) for id_ in sorted(near)])

    async def why(self, call: Call) -> Reply:
        voice, text = self.parts.voice, call.argument
        if not text:
            return voice.line("faq-why-which")
        match = self.parts.matcher.match(text, Situation(language=None, at=call.at))
        shown = short(text, 60)
        if isinstance(match, Answer):
            entries: Sequence[Entry] = (match.entry,)
            head = voice.say("faq-why-answer", text=shown, score=f"{match.score:.0%}")
        elif isinstance(match, Suggest):
            entries = match.entries
            head = voice.say("faq-why-suggest", text=shown, score=f"{match.score:.0%}")
        else:
            entries = ()
            head = voice.say("faq-why-pass", text=shown)
        lines = [f"{number}. {voice.named(entry)}" for number, entry in enumerate(entries, 1)]
        shows = [[value_button(entry.question, "show", entry.id)] for entry in entries]
        return Reply("\n".join([head, *lines]), buttons=rows(*shows))

    async def history(self, call: Call) -> Reply:
        wanted = target(call.argument)
        if not wanted.id:
            return views.history(self.parts.voice, await self.parts.book.history(None, _HISTORY))
        edits = await self.edits_of(wanted.id)
        return views.history(self.parts.voice, edits[:_HISTORY]) if edits else await self.unknown(call)

    async def edits_of(self, matter: str) -> list[Edit]:
        """Of all languages, the newest first; also of an entry that is gone."""
        edits = [
            edit
            for language in LANGUAGES
            for edit in await self.parts.book.history(EntryKey(matter, language), _LOOKED_UP)
        ]
        return sorted(edits, key=lambda edit: -edit.number)


def _best(entries: Mapping[EntryKey, Entry], matter: str, language: str) -> Entry:
    return of_matter(entries, matter, language)[0]
