"""/faq import and /faq export: a whole FAQ as a file, in and out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from core.errors import ChannelError, ContentRejected
from core.faqwork import Reply
from core.messages import Button, Media, MediaKind
from faq.admin import views
from faq.admin.checks import Changes
from faq.admin.drafts import Draft, changed, draft_id
from faq.admin.editing import Editing
from faq.admin.parts import Call, Parts
from faq.admin.voice import rows, short, value_button
from faq.files import read_content
from faq.filing.importing import FORMATS, Imported, compare
from faq.filing.problems import Problem

LARGEST = 8 * 1024 * 1024
"""Bytes of a file that is taken in the chat."""
_PROBLEMS, _SHOWN = 30, 8
_DEFAULT = "xlsx"
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Filing:
    """Raises: StoreUnavailable, from every member."""

    parts: Parts

    async def take_in(self, call: Call) -> Reply:
        """Nothing of a file with errors, all of which are named; otherwise a draft of what it changes."""
        voice = self.parts.voice
        file = next((one for one in call.media if one.kind is MediaKind.FILE), None)
        if file is None:
            return Reply(voice.say("faq-import-how"), buttons=_formats())
        try:
            raw = await self._content(file)
        except ContentRejected:
            return voice.line("faq-import-large", most=LARGEST // 1024 // 1024)
        except ChannelError:
            return voice.line("faq-import-gone")
        reading = await asyncio.to_thread(read_content, file.name, raw)
        if reading.problems:
            return self._broken(file.name, reading.problems)
        now = await self.parts.shelf.entries()
        return await self._prepared(call, file.name, compare(reading.entries, now, reading.absent))

    async def _content(self, file: Media) -> bytes:
        """Raises: ContentRejected: larger than we take; ChannelError."""
        raw = bytearray()
        async for chunk in self.parts.files.open(file):
            raw += chunk
            if len(raw) > LARGEST:
                raise ContentRejected("the file is too large")
        return bytes(raw)

    def _broken(self, name: str, problems: Sequence[Problem]) -> Reply:
        voice = self.parts.voice
        lines = [voice.problem(one) for one in problems[:_PROBLEMS]]
        more = [voice.say("faq-import-broken-more", count=len(problems) - _PROBLEMS)] if problems[_PROBLEMS:] else []
        head = voice.say("faq-import-broken", name=name, count=len(problems))
        return Reply("\n".join([head, *lines, *more]))

    async def _prepared(self, call: Call, name: str, imported: Imported) -> Reply:
        voice, editing, now = self.parts.voice, Editing(self.parts), await self.parts.shelf.entries()
        if not imported.changes and not imported.missing:
            return voice.line("faq-nothing-changes")
        figures = {"added": len(imported.added), "changed": len(imported.changed), "same": imported.same}
        lines = [
            voice.say("faq-preview"),
            "",
            voice.say("faq-import", name=name, **figures),
            *_first(views.touched_lines(voice, imported), self.parts),
        ]
        drafts: list[list[Button | None]] = []
        if imported.changes:
            warnings = views.warned(voice, await editing.checked(imported.changes, now), now)
            draft = await self._drafted(call, "", imported.changes)
            lines += ["", *warnings]
            drafts.append([voice.button("faq-button-save", "save", draft.id)])
        if imported.missing and len(imported.missing) >= len(now) / 2:
            lines.append(voice.say("faq-import-part", count=len(imported.missing)))
        elif imported.missing:
            lines.append(voice.say("faq-import-missing", count=len(imported.missing)))
            other = await self._drafted(call, _ALL, imported.changes_and_removals)
            label = voice.say("faq-button-save-removing", count=len(imported.missing))
            drafts.append([value_button(label, "save", other.id)])
        if not drafts:
            return Reply("\n".join(lines))
        drop = voice.button("faq-button-drop", "drop", draft_id(f"{call.work} {'' if imported.changes else _ALL}"))
        return Reply("\n".join(lines).strip(), buttons=rows(*drafts, [drop]))

    async def _drafted(self, call: Call, kind: str, changes: Changes) -> Draft:
        now = await self.parts.shelf.entries()
        draft = Draft(id=draft_id(f"{call.work} {kind}"), at=call.at, by=call.by, changes=changed(changes, now))
        await self.parts.drafts.put(draft)
        return draft

    async def give_out(self, call: Call) -> Reply:
        voice = self.parts.voice
        kind = call.argument.strip().lower() or _DEFAULT
        if kind not in FORMATS:
            return Reply(voice.say("faq-export-which"), buttons=_formats())
        entries = list((await self.parts.shelf.entries()).values())
        raw = await asyncio.to_thread(FORMATS[kind].write, entries)
        ref, size = await self.parts.blobs.put(_whole(raw), len(raw))
        name = f"faq-{call.at.astimezone(voice.zone):%Y-%m-%d}.{kind}"
        file = Media(MediaKind.FILE, ref, self.parts.home, name, FORMATS[kind].mime, size)
        return Reply(voice.say("faq-export", count=len(entries)), media=(file,), buttons=_formats(but=kind))


def _formats(but: str = "") -> tuple[tuple[Button, ...], ...]:
    return rows([value_button(f"📤 {kind.upper()}", "export", kind) for kind in FORMATS if kind != but])


def _first(lines: Sequence[str], parts: Parts) -> list[str]:
    more = [parts.voice.say("faq-import-more", count=len(lines) - _SHOWN)] if lines[_SHOWN:] else []
    return [short(line, 80) for line in lines[:_SHOWN]] + more


async def _whole(raw: bytes) -> AsyncIterator[bytes]:
    yield raw
