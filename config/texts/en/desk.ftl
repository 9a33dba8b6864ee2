# The human side: what agents read in a ticket's thread.

## The ticket's card

desk-card = #{ $number } { $buyer } · { $channel } · { $language }
desk-card-state = { $state } · { $reason }
desk-card-left = ✉️ { $channel }: { $left } of { $total } messages left until { $until } (counts anew when the buyer writes)
desk-card-later = ⏳ { $channel }: nothing can be sent right now. What you write goes out by itself when the buyer writes again
desk-card-orders = Orders:
desk-card-tried = With the bot:
desk-nameless = Nameless buyer
desk-state-waiting = 🟡 waiting
desk-state-taken = 🟢 with { $agent }
desk-state-moved = ↪️ moved to { $room }
desk-state-closed = ⚪ closed
desk-language-zh = Chinese (simplified)
desk-language-zh-Hant = Chinese (traditional)
desk-language-en = English
desk-language-es = Spanish
desk-button-take = Take
desk-button-order = Order
desk-button-resend = Resend key
desk-button-note = Note
desk-button-close = Close
desk-button-prove = Ask the buyer for proof
desk-button-release = Send again

reason-asked = asked for a person
reason-cannot-prove = can't prove the order
reason-came-back = wrote again after closing
reason-complaint = complaint
reason-delivery = a key was not delivered
reason-key-again = wants the key again
reason-key-fails = trouble with a key
reason-no-key = paid, no key (urgent)
reason-faq-asked = read the FAQ, wants a person
reason-faq-priority = urgent matter (the bot answered first)
reason-faq-unsolved = the FAQ didn't solve it
reason-shop-silent = the shop's system is silent
reason-two-misses = the bot missed twice
reason-unsolved = the buyer says it isn't solved
reason-other = { $reason }

tried-faq = read the FAQ: { $about }
tried-faq-offered = was offered the FAQ: { $about }
tried-order = looked for order { $about }
tried-keys = wanted keys of { $about }
tried-keys-sent = got the keys of { $about }
tried-miss = not understood: { $about }

## Lines in the thread

desk-pressed = The buyer tapped "{ $label }"
desk-password-hidden = The buyer typed the query password (hidden)
desk-deleted = { $buyer } deleted this message
desk-forwarded = ↪️ Forwarded from { $name }
desk-forwarded-hidden = ↪️ Forwarded from somebody who hides his name
desk-via = 🤖 Sent via { $bot }
desk-unread = The buyer also sent something that can't be opened here: { $parts }
desk-unread-agent = This part can't be passed on to the buyer: { $parts }
desk-dismissed = { $buyer } needs no person any more. Back to the bot.
desk-came-back = { $buyer } is back, the ticket is open again.
desk-waiting = ⏰ { $buyer } has been waiting for { $minutes } minutes and nobody has answered.
desk-contact-lost = The buyer blocked us or left. Messages don't arrive now.
desk-contact-back = The buyer is back. Messages arrive again.
desk-thread-anew = ⚠️ The topic of this ticket was deleted, so here is a new one. Earlier messages are gone; /history shows what the bot has done.
desk-unreachable = ⚠️ The buyer can't get messages at the moment (blocked us or left).
desk-taken-by = { $agent } has this ticket. Your words went to the buyer as well.
desk-taken-already = { $agent } has this one already. To take it over, type /take.
desk-yours = This ticket is yours already.
desk-closed = { $agent } closed the ticket. The chat is the bot's again.
desk-closed-later = { $agent } closed the ticket. The chat is the bot's again. What hasn't gone out yet isn't lost: it goes when the buyer writes again.
desk-closed-already = The ticket is closed already.
desk-no-ticket = This thread belongs to no ticket: the buyer does not get this message.
desk-unknown-command = No such command, and nothing was sent to the buyer. Type /help to see how it works.
desk-help =
    Just type or send pictures to answer the buyer.
    /take · /close [last words]
    /resend [order] sends the keys to the buyer again (you don't see them)
    /order NUMBER looks up any order
    /note words, or // first: stays among us
    /delete in reply to a message of yours: takes it back at the buyer's
    /open tickets · /search tickets · /stats of today
    /lang sets the buyer's language (zh, zh-Hant, en, es) · /history shows what the bot did
    /learn in reply to an answer: makes it an FAQ entry · /faq the FAQ
desk-room-help =
    This is the room for all of you: talk freely, buyers don't see it. And you can look at all tickets:
    /open those that are open, the longest wait first
    /search ticket number, buyer's name or order number
    /stats how today went
    /faq the FAQ: show, find, change, add (/faq help)
    To answer a buyer, write in his own thread.
desk-help-rooms =
    /move ROOM hands this ticket to another room, unnoticed by the buyer
    /open and /stats show this room, with "all" every room
desk-room-help-rooms = There are several rooms: /open and /stats show this one, with "all" every room; /search looks in all of them.
desk-note-how = For a note, write "/note words" here, or begin with //. The buyer doesn't see it.
desk-delete-which = Reply to the message that shall go, with /delete.
desk-delete-asked = OK, taking it back at the buyer's. Only messages of our staff can be taken back, and some platforms keep old ones.
desk-delete-cannot = The buyer's channel can't take messages back: he still sees it.
desk-forwarded-command = Forwarded commands and notes aren't carried out, and nothing was sent to the buyer.
desk-resend-which = Which order's keys?
desk-resend-asked = Fetching the keys, they go straight to the buyer.
desk-resend-unproven = The buyer hasn't proven this order, so no keys. You can ask for the proof: number, contact and query password.
desk-prove-asked = The buyer is asked for the proof. When it fits, the keys go straight to the buyer.
desk-move-which =
    To which room? Type /move and its name, a part of it is enough:
    { $rooms }
desk-move-unknown =
    There is no room called "{ $wanted }", or more than one. You can move it to:
    { $rooms }
desk-move-nowhere = This is the only staff room, there is nowhere to move it.
desk-move-here = The ticket is in this room already.
desk-moved = ↪️ { $agent } moved this ticket to { $room }. The buyer's messages appear there from now on; to get it back, type /move { $here } here
desk-moved-from = ↪️ { $agent } moved it here from { $room }. The buyer hasn't noticed anything.
desk-moved-back = ↪️ The ticket is back here.
desk-moved-hint = Not sent to the buyer: his ticket is in { $room } now. To get it back, type /move { $here }
desk-moved-closed = Not sent to the buyer: his ticket was moved to { $room }, and is closed.
desk-order-which = Which order? Like /order KD20251122000017
desk-order-shown = The bot showed order { $number } to the buyer.
desk-key-sent = 🔑 The keys of order { $number } went to the buyer: { $keys }
desk-key-ready = 🔑 The keys of order { $number } are ready: { $keys }. They go out by themselves when the buyer writes again.
desk-released = OK, sending it again.
desk-open =
    { $count ->
        [one] 1 open ticket:
       *[other] { $count } open tickets:
    }
desk-open-none = Nothing is open, all done 👍
desk-search = Found { $count }:
desk-search-none = Not found. Try a ticket number, a part of the buyer's name, or an order number (at least 4 characters).
desk-search-which = What are you looking for? Like /search Anna, or a ticket number, or an order number.
desk-list-more = … and { $count } more
desk-waits-since = waiting for { $time }
desk-closed-ago = closed { $time } ago
desk-stats-today = 📊 Today ({ $day })
desk-stats-daily = 📊 The past 24 hours (up to { $day })
desk-stats =
    New tickets { $opened } · answered { $answered } · closed { $closed }
    Median time to the first answer: { $median }
    Open now: { $open }, of which { $waiting } wait for an answer
desk-stats-none = no answers yet
desk-inquiry-failed = I can't find that out right now. Try again in a few minutes.
desk-failed = That one went wrong on our side. It's kept; please send it again.
desk-language-which = Use /lang zh, /lang zh-Hant (traditional), /lang en or /lang es.
desk-language-set = The buyer's language is { $language } now.
desk-history = Opened { $opened }
desk-history-none = Nothing from the bot.
desk-refused-no-match = No such order, or the proof doesn't fit.
desk-refused-too-many-tries = Too many tries, locked for a while.
desk-refused-too-soon = The keys were sent a moment ago, wait a little.
desk-refused-not-enough-proof = The proof is too weak for keys.
desk-refused-no-keys = This order has no keys to send.
desk-refused-shop-silent = The shop's system isn't answering. Try again in a few minutes.
desk-refused-shop-removed = The shop of this order is not in the settings any more, so it can't be looked up.
desk-awaits-shop = 🔌 { $shop } isn't answering. What the buyer asked is noted, and I'll answer him when it is back.

## Channels that count messages

desk-allowance-last = ✉️ One message left: best put all you have to say into it.
desk-allowance-used-up = ✉️ That was the last one. What you write now goes out together when the buyer writes again, no need to repeat it.
desk-allowance-waits = ⏳ The platform doesn't let this through right now. It's kept, and goes out by itself when the buyer writes again; so does what you write next.
desk-allowance-key-waits = ⏳ The key is kept and goes out by itself when the buyer writes again, no need to resend it.
desk-window-ends = ⏰ { $buyer } is still waiting for an answer: { $left ->
        [one] 1 message
       *[other] { $left } messages
    } left until { $until }. After that we can only write once the buyer does.

## Not delivered

desk-undelivered = ❌ Not delivered to the buyer: { $why }
desk-not-shown = ❌ This message of the buyer can't be shown here: { $why }
desk-key-undelivered = ❌ The key was not delivered to the buyer: { $why }
desk-key-held = ⚠️ The key may or may not have arrived: { $why }. Ask the buyer first; if it's missing, tap "Send again".
why-blocked = the buyer blocked us or left
why-content = the platform doesn't accept this content
why-doubt = the platform didn't confirm it
why-sealed = the key can't be opened, check the secret keys in the settings
why-channel = this channel isn't configured
why-other = { $why }

## Other chats of the same buyer

desk-code-hidden = The buyer typed a link code (hidden)
desk-kin-chat = 👥 Also on { $channel }
desk-kin-ticket = 👥 Also on { $channel }: #{ $number } { $state }
desk-kin-linked = 👥 The buyer proved that the chat on { $channel } is his, too.
desk-kin-unlinked = 👥 This buyer's chats were unlinked. Orders from elsewhere no longer count.
desk-kin-open = ⚠️ The same buyer has #{ $number } open on { $channel }: { $state }. Have a look first, so that nobody does the work twice.
desk-unlinked = OK, this chat is parted from the buyer's other chats.
desk-unlink-alone = This chat is linked with no other.
desk-kin-history = Also on { $channel }, with the bot:
desk-kin-help = /unlink parts this chat from the buyer's other chats
