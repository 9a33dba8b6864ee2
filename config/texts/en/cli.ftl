# The command line: kamidesk init, run, demo, check …

cli-init-hello = A few questions and the shop can open (press Enter for what stands in brackets):
cli-init-name = The shop's name, as buyers see it
cli-init-language = Default language (zh or en)
cli-init-address = Public address (https://…; empty to try it on this machine)
cli-init-database = Database (postgresql://…; empty for the built-in SQLite)
cli-init-agent = Name of the first person who answers
cli-init-again = { $file } is there already. Ask again? (Only what you answer anew is changed; the rest stays as it is)
cli-init-kept = { $file } is here already; nothing was changed. To write it anew, run this again without --yes.
cli-init-written = Written to { $folder }: kamidesk.toml (settings) and kamidesk.env (secrets, readable by you alone). Keep a copy of kamidesk.env: without it nobody can read the stored card keys.
cli-init-next = Next: `kamidesk check` tells what is missing, then `kamidesk run` opens the shop.

cli-telegram-use = Use Telegram? (Buyers write to the shop's bot, agents answer in a group of their own)
cli-telegram-change = Telegram is set up already. Change it?
cli-telegram-botfather = In Telegram open @BotFather and send /newbot twice: one bot for buyers (the shop bot), one for the agents' group (the staff bot). For each one it gives you a token. What you type here is not shown.
cli-telegram-shop-token = Token of the shop bot
cli-telegram-staff-token = Token of the staff bot
cli-telegram-keep = (Enter: keep the one there is)
cli-telegram-skip = (Enter: none for now)
cli-telegram-no-token = This does not look like a token. It is the whole line from @BotFather, like 123456789:AAE…; please copy all of it.
cli-telegram-wrong-token = Telegram does not know this token: perhaps a few letters are missing, or it was revoked. At @BotFather send /mybots, choose the bot, press API Token and copy it again.
cli-telegram-away = { $address } cannot be reached, so nobody can tell whether this token is right. Please look at the network; behind a proxy set HTTPS_PROXY, for your own Bot API server set KAMIDESK_TELEGRAM_URL.
cli-telegram-keep-unseen = Keep the token all the same? (`kamidesk check` will look at it later)
cli-telegram-same = That is the same bot. The agents' group needs another one: send /newbot to @BotFather once more.
cli-telegram-steps = What is left at @BotFather (send the command, then choose the bot):
cli-telegram-step-join = Needed: /setjoingroups → { $bot } → Enable. Otherwise it cannot be added to the agents' group.
cli-telegram-step-privacy = Better: /setprivacy → { $bot } → Enable. Now it reads every word in its groups; it only needs those that are meant for it.
cli-telegram-step-private = If you like: /setjoingroups → { $bot } → Disable. Then nobody can add the shop bot to a group.
cli-telegram-find = Find the agents' group now? (It can wait: once KamiDesk runs, one word written in the group is enough)
cli-telegram-find-again = The agents' group is { $group }. Find it again?
cli-telegram-your-bot = the staff bot
cli-telegram-add =
    In Telegram, now:
      1. Make a group (or take your agents' group) and switch Topics on: group info, Edit, Topics.
      2. Add { $bot } and make it administrator with three rights: Manage topics, Delete messages, Pin messages. An administrator hears everything, so privacy mode (/setprivacy) can stay as it is.
      3. Make your agents administrators, too: only administrators can answer buyers.
    It is in the group already? Just write something there. Ctrl+C skips this.
cli-telegram-waiting = Waiting for the bot to be added …
cli-telegram-no-topics = Found “{ $title }”, but it has no topics yet: group info, Edit, Topics. I go on as soon as they are on …
cli-telegram-search-failed = Not found: { $why }
cli-telegram-found = Found the agents' group: { $title } ({ $group })
cli-telegram-right = Is this the one?
cli-telegram-later = No group for now: once KamiDesk runs, add the staff bot to the group (as administrator) and write there “/desk WORD”, with the word from the log; or type kamidesk init again.
cli-telegram-install = One more step, the libraries for Telegram: .venv/bin/pip install -c constraints.txt -e '.[telegram]'

cli-run-title = KamiDesk is open
cli-run-buyers = Chat for buyers: { $address }
cli-run-agents = Login for staff (one each, do not pass on): { $address }
cli-run-channels = Messengers: { $names }
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

cli-secrets-made = First start: the secrets were made, in { $file } (readable by you alone). Keep a copy: without it nobody can read the stored card keys.
cli-secrets-rotated = The new key is in place; there are { $count } now, the older ones still read what they sealed. Restart KamiDesk, then type `kamidesk secrets renew`.
cli-secrets-renewed = { $count } texts are sealed with the newest key now. After some days, when no message with a key is on its way any more, the older ones may be removed from kamidesk.env.
