# What agents see in the staff room when they keep the FAQ (/faq, /learn).

## Overview and lists

faq-comma = {", "}
faq-yes = yes
faq-no = no
faq-none = none
faq-more = {" "}…and { $count } more
faq-overview =
    📚 FAQ: { $matters ->
        [one] 1 question
       *[other] { $matters } questions
    }
    { $tongues } · { $off } switched off
    Tap a category, or type /faq and a few words to find one.
faq-list = 📚 { $category } · { $count } (page { $page }/{ $pages })
faq-find = 🔎 "{ $words }": { $count } found
faq-find-none = 🔎 Nothing about "{ $words }".
faq-find-which = Find what? For example /faq find refund
faq-which = Which one? Add its id, such as /faq show refund-how; if you don't know it, /faq find refund
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
faq-edit-how = Copy this, change it, and send it back; lines you delete stay as they are. To add just one phrasing, send "/faq edit { $id }" and on the next line "+ the new phrasing".
faq-edit-unread = I couldn't tell what to change. Copy this, change it, and send it back (lines you delete stay as they are):
faq-form-broken = ⚠️ Not right yet, nothing was changed:
faq-nothing-changes = That's just as it is now: nothing to change.
faq-was = before
faq-becomes = now
faq-conflict = ⚠️ "{ $wording }" is answered by { $other } now
faq-conflicts-more = ⚠️ { $count } more phrasings are answered by other entries now
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
faq-why-answer = "{ $text }" → answered at once, { $score } sure:
faq-why-suggest = "{ $text }" → the buyer may choose from these, { $score } sure:
faq-why-pass = "{ $text }" → not in the FAQ: goes on to orders or a person.

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
faq-learn-near = 💡 Much like { $other }. If only the wording is new, just add the buyer's words to it.
faq-button-only-wordings = ➕ Only add to "{ $question }"
