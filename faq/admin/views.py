"""How entries, drafts and edits are shown to agents. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from core.faqwork import Reply
from core.messages import Button, Span, Style
from faq.admin.checks import Checked, DryRun, Tally
from faq.admin.forms import LABELS
from faq.admin.voice import Voice, clipped, rows, short, value_button
from faq.book import OWNER, Edit
from faq.entries import LANGUAGES, Entry, EntryKey, Priority
from faq.filing.importing import Imported

PER_PAGE = 12
_WORDINGS = 15
_LONG = 300
_LABEL = 30
_WARNED = 5
_UNDONE = 4
"""Buttons below the history. What the owner has done on the command line is undone by its number."""


def overview(voice: Voice, shown: Sequence[Entry], every: Sequence[Entry]) -> Reply:
    """`shown`: one entry for each matter."""
    off = sum(not entry.enabled for entry in every)
    tongues: dict[str, int] = {}
    for entry in every:
        tongues[entry.language] = tongues.get(entry.language, 0) + 1
    counts = [f"{voice.tongue(language)} {tongues[language]}" for language in LANGUAGES if language in tongues]
    counts += [voice.say("faq-overview-off", count=off)] if off else []
    head = voice.say("faq-overview", matters=len(shown), tongues=" · ".join(counts) or voice.say("faq-none"))
    sizes: dict[str, int] = {}
    for entry in shown:
        sizes[entry.category] = sizes.get(entry.category, 0) + 1
    named = voice.categories(sizes)
    chosen = [value_button(f"{voice.category(name)} {sizes[name]}", "list", name) for name in named]
    pairs = [chosen[place : place + 2] for place in range(0, len(chosen), 2)]
    tools = [voice.button("faq-button-add", "add"), voice.button("faq-button-history", "history")]
    more = [voice.button("faq-button-export", "export"), voice.button("faq-button-help", "help")]
    return Reply(head, buttons=rows(*pairs, tools, more))


def listed(voice: Voice, category: str, entries: Sequence[Entry], page: int) -> Reply:
    """`category`: of all of them."""
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 1), pages)
    head = voice.say("faq-list", category=voice.category(category), count=len(entries), page=page, pages=pages)
    here = entries[(page - 1) * PER_PAGE : page * PER_PAGE]
    turns = [
        voice.button("faq-button-before", "list", category, str(page - 1)) if page > 1 else None,
        voice.button("faq-button-next", "list", category, str(page + 1)) if page < pages else None,
        voice.button("faq-button-overview", "overview"),
    ]
    return Reply(head, buttons=rows(*([_open(entry)] for entry in here), turns))


def found(voice: Voice, words: str, entries: Sequence[Entry]) -> Reply:
    if not entries:
        add = voice.button("faq-button-add", "add")
        return Reply(voice.say("faq-find-none", words=short(words, _LABEL)), buttons=rows([add]))
    head = voice.say("faq-find", words=short(words, _LABEL), count=len(entries))
    return Reply(head, buttons=rows(*([_open(entry)] for entry in entries[:PER_PAGE])))


def _open(entry: Entry) -> Button | None:
    label = entry.question if entry.enabled else f"⏸ {entry.question}"
    return value_button(label, "show", entry.id) or value_button(label, "find", entry.id[:_LABEL])


def shown(voice: Voice, entry: Entry, others: Sequence[Entry], last: Edit | None) -> Reply:
    """`others`: the same matter in other languages."""
    head = " · ".join([entry.id, voice.category(entry.category), voice.tongue(entry.language)])
    marks = [] if entry.enabled else [voice.say("faq-is-off")]
    edited = (
        [voice.say("faq-edited", at=voice.time(last.at), by=voice.by(last.by), number=str(last.number))] if last else []
    )
    text = "\n".join([head, entry.question, *marks, "", *_body(voice, entry), *edited])
    start = len(head) + 1
    switch = voice.button("faq-button-off" if entry.enabled else "faq-button-on", *_switch(entry))
    return Reply(
        text,
        spans=(Span(start, start + len(entry.question), Style.BOLD),),
        media=entry.pictures,
        buttons=rows(
            [voice.button("faq-button-edit", "edit", entry.id, entry.language), switch],
            [
                voice.button("faq-button-history", "history", entry.id),
                voice.button("faq-button-remove", "remove", entry.id, entry.language),
            ],
            [value_button(voice.tongue(one.language), "show", one.id, one.language) for one in others],
        ),
    )


def _switch(entry: Entry) -> tuple[str, str, str]:
    return ("off" if entry.enabled else "on", entry.id, entry.language)


def _body(voice: Voice, entry: Entry) -> Iterator[str]:
    if entry.answer:
        yield entry.answer
    if entry.does:
        yield voice.say("faq-does", does=entry.does)
    yield ""
    wordings = " / ".join(entry.phrasings[:_WORDINGS])
    more = voice.say("faq-more", count=len(entry.phrasings) - _WORDINGS) if entry.phrasings[_WORDINGS:] else ""
    yield from _line(voice, "phrasings", f"{len(entry.phrasings)}", wordings + more)
    yield from details(voice, entry)


def details(voice: Voice, entry: Entry) -> Iterator[str]:
    """All parts but question, wordings and answer, where they are not as usual."""
    scope = entry.scope
    yield from _line(voice, "actions", "", voice.list_of(voice.say(f"faq-action-{one}") for one in entry.actions))
    yield from _line(voice, "links", "", " / ".join(f"{one.label} → {one.url}" for one in entry.links))
    yield from _line(voice, "channels", "", voice.list_of(scope.channels))
    yield from _line(voice, "products", "", " / ".join(scope.products))
    yield from _line(voice, "since", "", voice.begins(scope.since) if scope.since else "")
    yield from _line(voice, "until", "", voice.ends(scope.until) if scope.until else "")
    yield from _line(voice, "priority", "", voice.say("faq-yes") if entry.priority is Priority.PERSON else "")
    yield from _line(voice, "pictures", "", str(len(entry.pictures)) if entry.pictures else "")
    yield from _line(voice, "trial", "", entry.trial)


def _line(voice: Voice, name: str, count: str, text: str) -> Iterator[str]:
    if text:
        label = voice.say(f"faq-field-{name}")
        yield f"{label} {count}: {text}" if count else f"{label}: {text}"


# ------------------------------------------------------------------ what changes


def difference(voice: Voice, before: Entry | None, after: Entry | None) -> str:
    """One entry, as it was and as it is to be."""
    entry = after or before
    assert entry is not None, "something changes"
    head = " · ".join([entry.id, voice.tongue(entry.language)])
    if after is None:
        return f"🗑 {head}\n{entry.question}"
    if before is None:
        return "\n".join([f"🆕 {head} · {voice.category(after.category)}", after.question, "", *_body(voice, after)])
    return "\n".join([f"✏️ {head}", before.question, "", *_differences(voice, before, after)])


def _differences(voice: Voice, before: Entry, after: Entry) -> Iterator[str]:
    yield from _turned(voice, "question", before.question, after.question)
    plus = [one for one in after.phrasings if one not in before.phrasings]
    minus = [one for one in before.phrasings if one not in after.phrasings]
    told = [f"+ {one}" for one in plus] + [f"− {one}" for one in minus]
    yield from _line(voice, "phrasings", "", "".join(f"\n{one}" for one in told))
    for name in ("answer", "trial"):
        yield from _rewritten(voice, name, getattr(before, name), getattr(after, name))
    if before.enabled != after.enabled:
        yield voice.say("faq-is-on" if after.enabled else "faq-is-off")
    yield from _turned(voice, "category", voice.category(before.category), voice.category(after.category))
    yield from _turned(voice, "does", before.does, after.does)
    old, new = dict(_parted(voice, before)), dict(_parted(voice, after))
    for label in {**old, **new}:
        if old.get(label) != new.get(label):
            yield f"{label}: {old.get(label) or voice.say('faq-none')} → {new.get(label) or voice.say('faq-none')}"


def _parted(voice: Voice, entry: Entry) -> Iterator[tuple[str, str]]:
    for line in details(voice, entry):
        label, _, text = line.partition(": ")
        if label != voice.say("faq-field-trial"):
            yield label, text


def _turned(voice: Voice, name: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{voice.say(f'faq-field-{name}')}: {old or voice.say('faq-none')} → {new or voice.say('faq-none')}"


def _rewritten(voice: Voice, name: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        if old:
            yield f"{voice.say(f'faq-field-{name}')} · {voice.say('faq-was')}:\n{clipped(old, _LONG)}"
        yield f"{voice.say(f'faq-field-{name}')} · {voice.say('faq-becomes')}:\n{new or voice.say('faq-none')}"


def warned(voice: Voice, checked: Checked, now: Mapping[EntryKey, Entry]) -> Iterator[str]:
    """What the admin should know before he saves."""
    others: dict[EntryKey, list[str]] = {}
    names = {}
    for one in checked.conflicts:
        others.setdefault(one.other.key, []).append(one.wording)
        names[one.other.key] = voice.named(one.other)
    for key, wordings in sorted(others.items(), key=lambda found: -len(found[1]))[:_WARNED]:
        shown = " / ".join(short(one, _LABEL) for one in wordings[:_WARNED])
        yield voice.say("faq-conflict", count=len(wordings), other=names[key], wordings=shown)
    if checked.dry_run is not None:
        yield from _rehearsed(voice, checked.dry_run, now)


def _rehearsed(voice: Voice, run: DryRun, now: Mapping[EntryKey, Entry]) -> Iterator[str]:
    if run.changes_nothing:
        yield voice.say("faq-dry-same", looked=run.looked_at)
        return
    yield voice.say("faq-dry", looked=run.looked_at)
    if run.gained.count:
        yield voice.say("faq-dry-gained", count=run.gained.count, examples=_examples(run.gained))
    names = {key.id: voice.named(entry) for key, entry in now.items()}
    for id_, tally in sorted(run.taken.items(), key=lambda one: -one[1].count)[:_WARNED]:
        yield voice.say("faq-dry-taken", count=tally.count, other=names.get(id_, id_), examples=_examples(tally))
    for id_, tally in sorted(run.lost.items(), key=lambda one: -one[1].count)[:_WARNED]:
        key = "faq-dry-lost-to" if id_ else "faq-dry-lost"
        yield voice.say(key, count=tally.count, other=names.get(id_, id_), examples=_examples(tally))


def _examples(tally: Tally) -> str:
    return " / ".join(short(text, _LABEL) for text in tally.examples)


# ------------------------------------------------------------------ history


def history(voice: Voice, edits: Sequence[Edit]) -> Reply:
    if not edits:
        return Reply(voice.say("faq-history-none"))
    lines = [edit_line(voice, edit) for edit in edits]
    own = [edit for edit in edits[:_UNDONE] if edit.by != OWNER]
    undo = [value_button(f"{voice.say('faq-button-undo')} #{one.number}", "undo", str(one.number)) for one in own]
    pairs = [undo[place : place + 2] for place in range(0, len(undo), 2)]
    return Reply("\n".join([voice.say("faq-history"), *lines]), buttons=rows(*pairs))


def edit_line(voice: Voice, edit: Edit) -> str:
    entry = edit.after or edit.before
    question = short(entry.question, _LABEL) if entry else ""
    what = voice.list_of(_touched(voice, edit.before, edit.after))
    head = f"#{edit.number} {voice.time(edit.at)} {voice.by(edit.by)}"
    return f"{head} · {question} ({edit.key.id} {edit.key.language}) · {what}"


def touched_lines(voice: Voice, imported: Imported) -> Sequence[str]:
    """One line for each entry that a file adds or changes."""
    added = [f"🆕 {entry.question} ({entry.id} {entry.language})" for entry in imported.added]
    return added + [
        f"✏️ {after.question} ({after.id} {after.language}) · {voice.list_of(_touched(voice, before, after))}"
        for before, after in imported.changed
    ]


def _touched(voice: Voice, before: Entry | None, after: Entry | None) -> Iterator[str]:
    if before is None or after is None:
        yield voice.say("faq-was-added" if before is None else "faq-was-removed")
        return
    if before.enabled != after.enabled:
        yield voice.say("faq-was-on" if after.enabled else "faq-was-off")
    scope = {"channels", "products", "since", "until"}
    for name in LABELS:
        if name in {"id", "language", "enabled"}:
            continue
        old, new = (before.scope, after.scope) if name in scope else (before, after)
        if getattr(old, name) != getattr(new, name):
            yield voice.say(f"faq-field-{name}")
