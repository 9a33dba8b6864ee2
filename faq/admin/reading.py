"""The commands that only look: list, find, show, why, history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from core.faqwork import Reply
from core.language import first_language
from faq.admin import views
from faq.admin.commands import target
from faq.admin.parts import Call, Parts
from faq.admin.shelf import holding, matters, of_matter
from faq.admin.voice import short
from faq.admin.why import explained
from faq.book import Edit
from faq.entries import LANGUAGES, Entry, EntryKey, Situation
from faq.matcher import Answer, Suggest

_HISTORY = 12
_NEAR, _ALIKE = 6, 0.6
_SHORTEST, _SHOWN = 2, 40
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
        words = call.argument.split()[0].lower()
        ids = dict.fromkeys(get_close_matches(words, {key.id for key in entries}, _NEAR, _ALIKE))
        if len(words) >= _SHORTEST:
            ids |= dict.fromkeys(entry.id for entry in holding(entries.values(), words))
        near = [_best(entries, id_, voice.language) for id_ in list(ids)[:_NEAR]]
        return replace(views.found(voice, words, near), text=voice.say("faq-unknown", id=short(words, _SHOWN)))

    async def why(self, call: Call) -> Reply:
        voice, text = self.parts.voice, call.argument
        if not text:
            return voice.line("faq-why-which")
        situation = Situation(language=first_language(None, text, voice.language), at=call.at)
        return explained(voice, text, self.parts.matcher.explain(text, situation))

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
