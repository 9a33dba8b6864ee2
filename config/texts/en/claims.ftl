# A key that does not work: what buyers hear.

button-claim = Key doesn't work
button-claim-skip = Not sure, skip
button-claim-no-picture = No screenshot
button-claim-other-key = It's another one

ask-order-number-for-claim = A key that doesn't work? I'll note it down so that an agent can act at once. First, your order number (it's on the success page and in the payment mail). You may send the contact and query password along.
claim-which-order = Which order has the key that doesn't work?
claim-ask-key = Which key of order { $number } doesn't work? Tap it, or send me the key: I only compare it and don't keep it.
claim-begun = Got it: { $key } of order { $number }. A few questions, so that an agent can act at once:
claim-begun-until = Got it: { $key } of order { $number }, under warranty until { $until }. A few questions, so that an agent can act at once:
claim-ask-error = What does the redeem page say? Send me its words, or a screenshot.
claim-ask-screenshot = Do you have a screenshot of that page? Please send it.
claim-ask-region = Which country or region is your account in?
claim-ask-tried-at = About when did you try it, and how often?
claim-picture = Got the screenshot.
claim-not-read = I can't read that. Please send words or a picture.
claim-elsewhere = This key isn't from order { $number }, it's from another one. Please check, or choose that order.
claim-strange = This key isn't one of ours. Perhaps a part was not copied, or it's from another shop? Check it, then tap one below or send it again.
claim-not-here = This matches no key of order { $number }. Perhaps a part was not copied? Check it, then tap one below or send it again.
claim-replaced = { $key } has been replaced already, the new one is { $new }. Please use that one; if you can't find it, I'll send it again.
claim-open = You reported { $key } { $time }, and an agent is on it: no need to tell it all again. To add something, just talk to the agent.
claim-late = I'm sorry, the warranty of { $key } ended on { $until }. If there's something special about it, an agent can have a look.
claim-no-keys = No key of order { $number } has been sent out yet, so there's none to report. If yours is missing, tap below for an agent.
claim-day = { $day } { $month }
claim-day-year = { $day } { $month } { $year }
claim-passed-on = All noted, and passed on to the agent who is helping you.
handover-key-claim = All noted. I've passed this key on to an agent, no need to tell it again.
