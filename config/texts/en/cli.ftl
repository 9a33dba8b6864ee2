# The command line: kamidesk init, run, demo, check …

cli-init-hello = A few questions and the shop can open (press Enter for what stands in brackets):
cli-init-name = The shop's name, as buyers see it
cli-init-language = Default language (zh or en)
cli-init-address = Public address (https://…; empty to try it on this machine)
cli-init-database = Database (postgresql://…; empty for the built-in SQLite)
cli-init-agent = Name of the first person who answers
cli-init-overwrite = { $file } is here already. Write it anew? (Secrets are kept.)
cli-init-kept = { $file } is here already; nothing was changed. To write it anew, run this again without --yes.
cli-init-written = Written to { $folder }: kamidesk.toml (settings) and kamidesk.env (secrets, readable by you alone). Keep a copy of kamidesk.env: without it nobody can read the stored card keys.
cli-init-next = Next: `kamidesk check` tells what is missing, then `kamidesk run` opens the shop.

cli-run-title = KamiDesk is open
cli-run-buyers = Chat for buyers: { $address }
cli-run-agents = Login for staff (one each, do not pass on): { $address }
cli-run-stop = Press Ctrl+C to stop

cli-demo-preparing = First start: furnishing the demo shop
cli-demo-title = The demo shop is open
cli-demo-buyer = Chat for buyers
cli-demo-staff = Staff room
cli-demo-try = Ask "I paid but got no key", or look up one of these orders
cli-demo-order = Order
cli-demo-contact = Contact
cli-demo-password = Query password
cli-demo-status = Status
cli-demo-person = Say "talk to a person", then answer in the staff room
cli-demo-forgotten = The demo shop is gone; the next `make run` furnishes it anew.
cli-demo-nothing = There is no demo shop yet, so nothing to forget.

cli-demo-shop-name = Star Cards
cli-demo-agent-name = May
cli-story-delivered-with-password = delivered, has a password
cli-story-delivered-without-password = delivered, no password
cli-story-paid-and-waiting = paid, waiting
cli-story-unpaid = not paid
cli-story-refunded = refunded

cli-check-title = KamiDesk check
cli-check-subject = Looked at
cli-check-seen = Seen
cli-check-remedy = What to do
cli-check-ok = fine
cli-check-warning = look
cli-check-failure = wrong
cli-check-all-good = All is well.

cli-orders-reading = Importing orders
cli-orders-done = { $added } orders added, { $updated } changed, { $same } as before.
cli-orders-bad-title = These lines were not imported
cli-orders-bad-line = Line
cli-orders-bad-why = Why
cli-orders-bad-more = { $count } more are not listed here. All of them are in { $file }: mend and import that file.

cli-faq-imported = { $count } entries imported.
cli-faq-exported = { $count } entries written to { $file }.
cli-faq-why-answer = Answers: { $question } ({ $id }, sure to { $score })
cli-faq-why-suggest = Not sure ({ $score }); offers these:
cli-faq-why-pass = Does not answer; passes on (menu, a person).

cli-database-ready = The database is up to date.
cli-audit-good = The audit log is whole: { $count } entries; fingerprint of the last: { $head }
cli-audit-broken = The audit log was changed: entry { $entry } does not fit; the { $good } before it do.

cli-secrets-rotated = The new key is in place; there are { $count } now, the older ones still read what they sealed. Restart KamiDesk, then type `kamidesk secrets renew`.
cli-secrets-renewed = { $count } texts are sealed with the newest key now. After some days, when no message with a key is on its way any more, the older ones may be removed from kamidesk.env.
