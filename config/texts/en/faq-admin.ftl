# What agents see in the staff room when they keep the FAQ (/faq, /learn).

## Overview and lists

faq-comma = {", "}
faq-named = “{ $question }” ({ $id })
faq-yes = yes
faq-no = no
faq-none = none
faq-more = {" "}…and { $count } more
faq-overview =
    📚 FAQ: { $matters ->
        [one] 1 question
       *[other] { $matters } questions
    }
    { $tongues }
    Tap a category, or type /faq and a few words to find one.
faq-overview-off = { $count } switched off
faq-category-intents = What the bot does
faq-list = 📚 { $category } · { $count } (page { $page }/{ $pages })
faq-find = 🔎 "{ $words }": { $count } found
faq-find-none = 🔎 Nothing about "{ $words }".
faq-find-which = Find what? For example /faq find refund
faq-which = Which one? Add its id, such as /faq show refund-how; if you don't know it, /faq find refund
faq-unknown = There is no entry "{ $id }".
faq-language-zh = Chinese
faq-language-zh-hant = Traditional Chinese
faq-language-en = English
faq-language-es = Spanish
faq-is-off = ⏸ Switched off: buyers don't get it
faq-is-on = ▶️ Switched on again
faq-edited = 🕘 changed { $at } by { $by } (#{ $number })
faq-does = (doesn't answer, but does it: { $does })
faq-help =
    /faq overview · /faq refund finds it
    /faq show ID one entry · /faq why WORDS what a buyer who writes this gets
    /faq add new · /faq edit ID change
    /faq off ID switch off · /faq on ID switch on · /faq remove ID delete
    /faq history who changed what · /faq undo NUMBER takes that back
    /faq import (send the file with it) · /faq export xlsx, yaml or csv
    /faq try ID half of the buyers get another answer · /faq result ID which is better
    In a ticket, reply /learn to a colleague's answer to make it an FAQ entry.
    Every change is previewed first and counts when you tap Save.

## Fields

faq-field-id = id
faq-field-language = language
faq-field-category = category
faq-field-question = question
faq-field-phrasings = phrasings
faq-field-answer = answer
faq-field-links = buttons
faq-field-actions = actions
faq-field-channels = channels
faq-field-products = products
faq-field-since = from
faq-field-until = until
faq-field-priority = urgent
faq-field-enabled = enabled
faq-field-does = does
faq-field-trial = trial
faq-field-pictures = pictures
faq-action-order = order
faq-action-keys = keys
faq-action-person = person

## Adding and changing

faq-add-how = Copy this, fill it in, and send it back. One phrasing per line, in the words buyers really type; send pictures along if you like.
faq-add-answer = The answer is still missing. Copy this, fill it in, and send it back:
faq-template =
    question: { $question }
    phrasings:
    answer:
faq-edit-how = Copy this, change it, and send it back; lines you delete stay as they are. To add just one phrasing: /faq edit { $id } + the new phrasing
faq-edit-unread = I couldn't tell what to change. Copy this, change it, and send it back (lines you delete stay as they are):
faq-form-broken = ⚠️ Not right yet, nothing was changed:
faq-nothing-changes = That's just as it is now: nothing to change.
faq-was = before
faq-becomes = now
faq-conflict = ⚠️ { $count ->
        [one] 1 phrasing is
       *[other] { $count } phrasings are
    } answered by { $other } now: { $wordings }
faq-dry = 📊 Tried on { $looked } real questions of the last 30 days:
faq-dry-same = 📊 Tried on { $looked } real questions of the last 30 days: no difference
faq-dry-gained = ✅ answers { $count } more: { $examples }
faq-dry-taken = ↪️ takes { $count } away from { $other }: { $examples }
faq-dry-lost = ⚠️ no longer answers { $count }: { $examples }
faq-dry-lost-to = ↩️ leaves { $count } to { $other }: { $examples }
faq-saved = ✅ { $by } saved { $entry }. It counts from now on.
faq-removed = 🗑 { $by } deleted { $entry }.
faq-saved-many = ✅ { $by } saved { $count } entries. They count from now on.
faq-dropped = OK, nothing was saved.
faq-draft-gone = That draft is gone (they are kept for a day). Please start again.
faq-draft-of = That draft is { $by }'s to decide.
faq-draft-saved = That was saved already.
faq-overtaken = ⚠️ Somebody changed { $id } meanwhile, so nothing was saved. Have a look at it, then change it again.
faq-switched-on = ▶️ { $entry } is on ({ $tongues }).
faq-switched-off = ⏸ { $entry } is off ({ $tongues }): buyers don't get it.
faq-not-admin = Only admins change the FAQ. Ask the owner to add your id to the setting desk.admins: { $id }

## History

faq-history = 🕘 Latest changes:
faq-history-none = No changes yet.
faq-was-added = added
faq-was-removed = deleted
faq-was-on = switched on
faq-was-off = switched off
faq-undo-which = Undo which one? Add its number, such as /faq undo 12; /faq history has the numbers.
faq-undo-unknown = There is no change { $number }.
faq-undo-conflict = The entry was changed again after { $number }. Undo the later change first, or use /faq edit.
faq-undone = ↩️ { $entry } is as it was before (#{ $number }).
faq-back = ↩️ Undone: { $count ->
        [one] 1 entry is
       *[other] { $count } entries are
    } as before.
faq-back-gone = That can't be undone as one any more; see /faq history.
faq-back-conflict = Some of it was changed again later, so nothing was undone. Go one by one in /faq history.

## Why it answers like that

faq-why-which = What would the buyer write? For example /faq why i paid but got no key
faq-why = “{ $text }”
faq-why-same = 🟢 Answered at once: it is one of the phrasings, word for word
faq-why-answer = 🟢 Answered at once: { $score } sure
faq-why-suggest = 🟡 The buyer may choose from { $count }. The first is right with { $score }, one of the first three with { $among }
faq-why-pass = ⚪ Not answered, it goes on to orders, after-sales or a person: one of the first three is right with { $among } only
faq-why-nothing = ⚪ Not answered, it goes on to orders, after-sales or a person: nothing in the FAQ is anywhere near
faq-why-bare = One word names a topic, not a question: it is answered at once only where it is a phrasing itself.
faq-why-candidate = { $mark }{ $number }. { $entry } · score { $score }
faq-why-by-same = its phrasing “{ $nearest }”, word for word
faq-why-by-pinyin = typed in pinyin, read like its phrasing “{ $nearest }” (sounds { $near } alike)
faq-why-by-sound = sounds just like its phrasing “{ $nearest }”
faq-why-by-typo = but for a character or two its phrasing “{ $nearest }” (spelt { $spelling } alike, words { $near } alike)
faq-why-by-words = in words much like its phrasing “{ $nearest }” (words { $near } alike, spelt { $spelling } alike)
faq-why-by-some = only partly like its phrasing “{ $nearest }” (words { $near } alike, spelt { $spelling } alike)
faq-why-strange = 💡 { $part } of this is in words that the FAQ has never seen.
faq-why-close = 💡 The first two are about as near: there is no telling which is meant.
faq-why-levels = 📏 It answers from { $answer } on and offers a choice from { $suggest } on;
faq-why-learnt = { " " }learnt from { $count } questions of this shop's own FAQ.
faq-why-shipped = { " " }these are the built-in levels, until the running shop has learnt its own in the first minute.
faq-why-heeded = { " " }Of { $asked } questions that buyers lately asked, { $way ->
    [surer] more than usual seem to have an answer here, so it is a little surer.
   *[warier] more than usual seem to have no answer here, so it is more careful.
    [same] about as many as usual seem to have an answer here.
}
faq-why-teach = Should “{ $entry }” answer this? Teach it the phrasing:
faq-why-new = Do buyers ask this? Write an entry with /faq add.

## Buttons

faq-button-add = ➕ Add
faq-button-edit = ✏️ Edit
faq-button-on = ▶️ Switch on
faq-button-off = ⏸ Switch off
faq-button-remove = 🗑 Delete
faq-button-remove-really = 🗑 Really delete
faq-button-history = 🕘 History
faq-button-export = 📤 Export
faq-button-help = ❔ Help
faq-button-overview = 📚 Overview
faq-button-before = ‹ Back
faq-button-next = More ›
faq-button-show = 👀 Show
faq-button-save = ✅ Save
faq-button-drop = ✖️ Drop
faq-button-undo = ↩️ Undo
faq-button-redo = ↪️ Redo
desk-learn-where = /learn belongs into a buyer's ticket: reply /learn to a colleague's answer there to make it an FAQ entry.

## Learning from an agent's answer

faq-learn-quoted = That is nothing an agent wrote to the buyer. Reply /learn to a colleague's answer.
faq-learn-nothing = There is no agent's answer here yet to learn from.
faq-learn-unasked = I can't tell what the buyer had asked before (numbers and keys alone are not kept). Use /faq add to write the entry yourself.
faq-button-only-wordings = ➕ Only add to "{ $question }"

## Import and export

faq-import-how = Send the file together with /faq import (Excel, CSV or YAML). Export one first to see how it looks:
faq-import-large = The file is larger than { $most } MB.
faq-import-gone = The file can't be fetched. Please send it again.
faq-import-broken = ⚠️ { $name }: { $count } things are wrong, nothing was imported:
faq-import-broken-more = …and { $count } more.
faq-import = 📥 { $name }: { $added } added · { $changed } changed · { $same } as before
faq-import-more = …and { $count } more
faq-import-missing = { $count } entries are not in the file and stay as they are.
faq-import-part = { $count } entries are not in the file, so it seems to be only a part: they stay as they are.
faq-button-save-removing = ✅ Save, and delete the { $count } not in the file
faq-export = 📤 All { $count } entries. Change what you like and send it back with /faq import: you get a preview first. Pictures are not in the file, and stay.
faq-export-which = Which kind of file?

## Two answers compared

faq-trial-how = Change the answer to what you want to try and send it back. Once saved, half of the buyers get it, and you see which helps more:
faq-trial-none = { $id } has no answer on trial. Start with /faq try { $id }.
faq-trial-which = Keep which? /faq keep { $id } a is the answer as it is, b the one on trial.
faq-trial = ⚖️ { $entry } in { $tongue }, since { $since }:
faq-trial-figures = { $asked } got it, { $votes } voted, { $helped } found it helpful: { $share } (really about { $low }–{ $high })
faq-trial-unvoted = { $asked } got it, nobody has voted yet
faq-trial-other = On trial in { $tongue } too: A helped { $a } of { $a_votes } who voted, B { $b } of { $b_votes }
faq-trial-early = 🕐 Too few votes to tell. Each answer needs { $enough } at least.
faq-trial-b = ✅ B is better: its share is { $low } to { $high } higher.
faq-trial-a = ✅ A is better: B's share differs by { $low } to { $high }.
faq-trial-same = 🤷 No difference to be seen yet: it is between { $low } and { $high }. Wait a little, or take the one you like.
faq-button-keep-a = Keep A, end the trial
faq-button-keep-b = Use B

## What is wrong

faq-part = "{ $label }"
faq-part-item = item { $item } of "{ $label }"
faq-problem-line = line { $line }: { $what }
faq-problem-missing = { $part } is missing
faq-problem-not-text = { $part } must be text: put it in quotes
faq-problem-empty = { $part } is empty
faq-problem-too-long = { $part } is longer than { $most } characters
faq-problem-slug = { $part } may hold only small letters a-z, digits and - between them
faq-problem-choice = { $part } must be { $expected }, not "{ $given }"
faq-problem-yes-no = { $part } must be yes or no, not "{ $given }"
faq-problem-not-list = { $part } must be a list, every item on a line of its own after "- "
faq-problem-variable = { $part }: { $given } is not known; an answer may hold { $expected }
faq-problem-moment = { $part }: "{ $given }" is no date: write 2026-12-31 or 2026-12-31 18:00
faq-problem-link = { $part } needs a label and an address that begins with https://
faq-problem-does = { $part } must be a button's value such as order or person:asked
faq-problem-key = "{ $key }" is not part of an entry
faq-problem-key-near = "{ $key }" is not part of an entry: did you mean "{ $near }"?
faq-problem-other = { $part }: { $detail }
faq-problem-same-id = { $key } stands in { $where } already, in the same language
faq-problem-same-wording = "{ $given }" is already a phrasing of { $key } ({ $where })
faq-problem-no-entries = there are no entries
faq-problem-not-block = an entry must be a block of "key: value" lines after "- "
faq-problem-control = a control character stands here: remove it
faq-problem-tab = a tab is used to indent: use spaces
faq-problem-yaml = cannot be read: { $detail } (a text with ": " or "#" in it, or that begins with a sign, needs quotes)
faq-problem-twice = "{ $key }" is given twice
faq-problem-top = "{ $key }" is not known here: only language and entries are
faq-problem-entries-list = entries must be a list, every entry after "- "
faq-problem-columns = the first line must name the columns; not found: { $given }
faq-problem-columns-unknown = unknown columns: { $given }
faq-problem-columns-twice = columns given twice: { $given }
faq-problem-cells = { $count } cells, but { $columns } columns: a text with a comma in it needs quotes
faq-problem-quote = cannot be read from here on: { $detail } (is a quote not closed?)
faq-problem-formula = cell { $given } holds a formula: put the text itself there
faq-problem-rows = the table has more than { $most } lines
faq-problem-file-empty = the file is empty
faq-problem-suffix = "{ $given }" is not a FAQ file: .yaml, .csv and .xlsx are
faq-problem-cannot-open = the file cannot be opened: { $detail }
faq-problem-too-large = the file is larger than { $most } MB
faq-problem-utf-16 = the file is in UTF-16: save it as UTF-8
faq-problem-not-utf-8 = the file is not in UTF-8 (in GBK, perhaps): save it as UTF-8
faq-problem-workbook = the file is no Excel workbook, or a broken one

faq-owner = owner
faq-preview = 📝 Preview, not saved yet
faq-preview-removing = 🗑 To be deleted, not deleted yet
faq-near = 💡 Much like { $other }. If the answer is the same, just add these wordings to it.
faq-near-all = 💡 { $other } answers all of these already, so there is no need for another entry; to change the answer, edit that one.
faq-draft-form = Copy this, change it, and send it back:
faq-button-form = ✏️ Change
faq-template-wordings =
    question: { $question }
    phrasings:
    { $phrasings }
    answer:
faq-gap-how = Buyers ask this, and there is no answer yet. Copy this, write the answer, and send it back:
faq-gap-gone = That is out of date or deleted.
