# What buyers hear when a person takes over.

handover-asked = Sure, I've called a person for you.
handover-two-misses = I couldn't work that out, so I've asked a person to help you.
handover-complaint = I'm sorry about that. A person will take care of it and can see our conversation.
handover-no-key = Paid and no key: I've passed this on as urgent.
handover-faq-priority = This matters, so a person has it now as well.
handover-came-back = Got it, the same matter, right? It's back with our staff.
handover-unsolved = Not solved yet, I see. A person will carry on with it.
handover-shop-silent = The shop's system isn't answering, so a person will look it up for you.
handover-delivery = That key may not have reached you. A person is checking, no need to order again.
handover-now = They'll answer right here. Go on writing, screenshots are welcome.
handover-later = Our staff are here { $hours } and will answer first thing at { $opens }. Leave the details and screenshots here.
passed-on = Passed on. They'll answer as soon as they see it.
still-waiting = Our staff are still busy. You're not forgotten, just a little longer please.
agent-arrived = { $agent } is here and will help you from now on.
agent-asks-proof = Our staff would like to check your order first.
agent-forwarded = ↪️ Forwarded message
closed = That's it for now. If it isn't solved, tap "Not solved yet" or just write.
back-to-bot = Alright, no person needed. I'll carry on.
