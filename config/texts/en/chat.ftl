# What buyers read in the chat: short, warm, and always with the next step.

language-name = English

## Menu and language

menu-greeting =
    Hi, I'm the assistant of { $shop } 👋
    I can find your order, send a card key again and answer common questions. Just tell me what you need.
menu-again = I'm here. What can I do for you? Tap a button, or just type.
language-set = Sure, English from now on. What can I do for you?
language-which = Which language do you prefer?
button-order = Find my order
button-keys = Resend my key
button-faq = Common questions
button-person = Talk to a person
button-language = Language / 语言
button-mine = My orders
button-cancel = Cancel
button-no-password = No password set
button-again = Try again
button-keys-again = Send the key again
button-another-order = Another order
button-unsolved = Not solved yet
button-bot = No need for a person
choice-beyond = That one isn't on the list. Reply with a number from 1 to { $count }, or tap a button.

## In groups

group-greeting = Hi everyone 👋 Ask me common questions here. For orders and keys please write to me privately, and don't post order numbers in the group.
group-invitation = That's easier in private. Tap my picture and send me a message.
group-no-orders = I only talk about orders and keys in private, everybody can read along here. Tap my picture, write to me, and I'll look right away 🔒
group-person = To reach a person, write to me privately and say "talk to a person". A group is no place for your order.

## Small talk

small-hello = I'm here. How can I help?
small-thanks = You're welcome 😊 I'm here whenever you need me.
small-fine = Great. Just call when you need me.
small-bye = Bye, have a good one 👋
small-emoji = 😊 I'm here. What do you need?
small-who = I'm the shop's automatic assistant, quick with orders and keys. For a real person, tap "Talk to a person".
small-attachment = Got it, and it's kept. I can't read pictures or files myself. Shall a person have a look?

## Not understood

not-understood-yet =
    Hi 👋 I didn't quite get that. Could you say it another way?
    Or tap a button below, or talk to a person.
not-understood = I didn't quite get that. Could you say it another way? Or tap a button below, or talk to a person.
sorry = Sorry, something went wrong on my side. Your message is kept. Please send it again, or say "talk to a person".
button-stale = That button has expired. Just pick again.
unread = There's a part I can't open ({ $parts }). Please put it in words, or let a person have a look.
unread-with-person = There's a part we can't open here ({ $parts }). Please send it again as text or as a picture.
unread-too-big = If a file is too big, send it as a link, or make it smaller.
part-comma = {", "}
part-animated-sticker = animated sticker
part-channels = Channels post
part-channels_shop_order = Channels shop order
part-channels_shop_product = Channels shop product
part-checklist = checklist
part-contact = contact card
part-dice = dice
part-file = file
part-game = game
part-giveaway = giveaway
part-giveaway_winners = giveaway winners
part-image = picture
part-invoice = invoice
part-link = link
part-location = place
part-meeting = meeting
part-merged_msg = forwarded chat
part-miniprogram = mini program
part-msgmenu = menu
part-note = note
part-paid_media = paid content
part-poll = poll
part-schedule = calendar entry
part-story = story
part-text = empty message
part-too-big = a file over 20 MB
part-unsupported = something that WeChat did not pass on
part-video = video
part-video_note = round video
part-voice = voice message

## Orders

ask-order-number =
    Send me the order number. It's on the payment page or in the order e-mail.
    You can add your contact and the query password in the same message.
ask-order-number-for-keys =
    Sure, let's find your key. Send me the order number first. It's on the payment page or in the order e-mail.
    You can add your contact and the query password in the same message.
ask-contact = One more step: which e-mail, QQ or phone number did you give when you ordered?
ask-password =
    What is the query password that you set when you ordered?
    If you never set one, tap "No password set" or reply "none".
asked-again-order-number = I'm still waiting for the order number, usually a long row of digits or letters. Reply "cancel" to stop.
asked-again-contact = I'm still waiting for the e-mail, QQ or phone number of the order. Reply "cancel" to stop.
asked-again-password = I'm still waiting for the query password. Reply "none" if you never set one, or "cancel" to stop.
cancelled = Alright, never mind that. Anything else?
mine-none = There's no order of yours here yet. Once we've found one, I'll remember it.
mine-gone = I can't find your orders right now. Send me an order number and I'll look again.
mine-list = Your orders (tap one to see more):
mine-left-out = ({ $shop } isn't answering just now, so its orders are missing here. Ask again a little later.)
order-heading = Order { $number }: { $status }
order-items = Items: { $items }
order-amount = Amount: { $amount }
order-created = Ordered: { $time }
order-paid = Paid: { $time }
order-delivered = Delivered: { $time }
time-today = today { $time }
time-tomorrow = tomorrow ({ $day } { $month }), { $time }
time-yesterday = yesterday { $time }
time-days-ago = { $days } days ago ({ $day } { $month }, { $time })
time-date = { $day } { $month }, { $time }
time-date-year = { $day } { $month } { $year }, { $time }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
status-unpaid = not paid yet
status-paid-waiting = paid, waiting for delivery
status-processing = being processed
status-delivered = delivered
status-partly-delivered = partly delivered
status-shortage = paid, out of stock for now
status-failed = failed
status-expired = expired
status-at-gateway = paid, not yet at the shop
next-at-gateway = Your money is with the payment service, the shop just hasn't got it yet. Please don't pay again: our team is on it, and I'll tell you here.
next-unpaid-nowhere = The payment service has no payment either. Not paid yet? Finish on the order page. Charged already? Tap "Talk to a person" and send a screenshot.
next-expired-nowhere = The payment service has no payment either, so it expired. Just order again; if you were charged, tap "Talk to a person" and send a screenshot.
status-refunded = refunded
status-partly-refunded = partly refunded
next-unpaid = No payment has arrived yet. If you've just paid, check again in a minute or two; if not, finish paying on the order page.
next-paid-waiting = Your money has arrived, the key is still to come. No worries: tap "Talk to a person" and it's handled first.
next-processing = It's being processed. If it takes too long, tap "Talk to a person" and it's handled first.
next-delivered = The key has been sent. Can't see it? Tap "Send the key again" and I'll send it here.
next-partly-delivered = Only some of the keys have been sent, we still owe you the rest. Tap "Talk to a person" and it's handled first.
next-shortage = Your money has arrived, but we've run out of stock. Tap "Talk to a person" for a key or a refund, it's handled first.
next-failed = This order didn't go through. Tap "Talk to a person", it's handled first and your money is safe.
next-expired = This order wasn't paid in time and has expired. Just order again. If you were charged, tap "Talk to a person".
next-refunded = The refund is on its way to where you paid from, usually within 1 to 3 working days.
next-partly-refunded = Part of it has been refunded to where you paid from. If the amount is wrong, tap "Talk to a person".

## Not found

refused-no-match =
    That doesn't match. Please check:
    • is a digit of the order number missing, or one too many?
    • is the contact the one you gave when you ordered?
    • capitals in the query password; if you never set one, choose "No password set"
    If it still doesn't work, a person can check your payment.
refused-too-many-tries = That was a lot of tries, so I'm pausing to keep your order safe. Try again in { $wait }, or let a person check your payment.
refused-too-soon = The key of this order was sent a moment ago, it's further up. I can send it again in { $wait }; if you can't see it, ask a person.
refused-not-enough-proof = That's not quite enough to send a key, so that nobody else can claim it. A person can check your payment and send it.
refused-no-keys = There's no key to send for this order at the moment. A person can look into it right away.
refused-shop-silent = { $shop } isn't answering just now. Try again in a few minutes, or ask a person.
refused-shop-silent-noted = { $shop } isn't answering just now. I've noted your question and will answer here, no need to wait around. In a hurry? Ask a person.
refused-shop-silent-for-long = Sorry, { $shop } hasn't answered for a whole day. Tap "Talk to a person" and we'll check your payment.
refused-shop-removed = { $shop } is no longer connected here. Tap "Talk to a person" and we'll check your payment.
shop-nameless = The shop's system
shop-back = { $shop } is back. You had asked:
shop-back-order = { $shop } is back. You had asked about order { $number }:
no-keys-owed = Order { $number } has no key to send yet. { $next }
no-keys-by-status = Order { $number } has no key to send. { $next }
wait-minutes =
    { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
wait-hours =
    { $hours ->
        [one] 1 hour
       *[other] { $hours } hours
    }
wait-days =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    }

## Keys

keys-which = Which order's key would you like?
keys-here =
    { $count ->
        [one] Here is the key of order { $number }, tap or hold to copy:
       *[other] Here are the { $count } keys of order { $number }, tap or hold to copy:
    }
keys-safety = 🔒 Keys are for your eyes only. Don't send them to anyone; our staff will never ask for them.
keys-vanish = 🕒 To keep it safe, this message vanishes in { $time }. Save the key; you can ask me for it again.
