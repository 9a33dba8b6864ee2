# What Discord shows in the agents' forum beside the talk: tags, commands, forms, hints.

discord-staff-tag-waiting = waiting
discord-staff-tag-taken = in progress
discord-staff-tag-closed = solved
discord-staff-tag-urgent = urgent

discord-staff-lobby = 📌 Desk
discord-staff-lobby-words = One post for each buyer: what you type in it is the answer. This one is for you all, and buyers don't see it; /open, /search and /stats tell about all tickets.

discord-staff-command-take = Take this ticket
discord-staff-command-close = Close this ticket
discord-staff-command-note = A note for your colleagues alone
discord-staff-command-order = Look up any order (keys masked)
discord-staff-command-resend = Send the keys again to a buyer who has proven the order
discord-staff-command-replace = Give the buyer a new key
discord-staff-command-refund = Record a refund: order, amount, reason
discord-staff-command-stock = What is in stock
discord-staff-command-replacements = What was re-sent, replaced, refunded
discord-staff-command-incident = A bad batch: count its orders, then new keys or refunds for all
discord-staff-command-lang = Change the buyer's language
discord-staff-command-history = What the bot has done so far
discord-staff-command-move = Hand this ticket to another staff room
discord-staff-command-unlink = Part this chat from the buyer's other chats
discord-staff-command-open = Tickets that are open
discord-staff-command-search = Find tickets by name, ticket or order number
discord-staff-command-stats = How today is going
discord-staff-command-faq = The FAQ: find, show, change, add; nothing told: an overview
discord-staff-command-learn = Make an FAQ entry of the last answer here
discord-staff-command-help = How things work here
discord-staff-command-delete = Take back
discord-staff-command-option-words = what to say
discord-staff-command-option-number = order number
discord-staff-command-option-room = staff room, a part of its name will do
discord-staff-command-option-language = language

discord-staff-form-note = A note (buyers don't see it)
discord-staff-form-note-label = For your colleagues
discord-staff-form-search = Find tickets
discord-staff-form-search-label = Name, ticket or order number
discord-staff-form-faq-add = A new FAQ entry
discord-staff-form-faq-add-question = Question
discord-staff-form-faq-add-phrasings = How buyers put it, one per line
discord-staff-form-faq-add-answer = Answer
discord-staff-form-faq-edit = Change an entry (empty: as it is)
discord-staff-form-faq-edit-question = New question
discord-staff-form-faq-edit-phrasings = More phrasings, one per line
discord-staff-form-faq-edit-answer = New answer

discord-staff-not-agent = Only agents can do that. Please ask an administrator for the agents' role.
discord-staff-not-heard = You are not an agent yet, so the buyer does not get what you write here. Please ask an administrator for the agents' role.
discord-staff-elsewhere = Please use this command in a post of the agents' forum.
discord-staff-private = I only work in the agents' forum; nobody reads messages here. Buyers, please write to the shop's bot.
