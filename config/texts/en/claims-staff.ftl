# A key that does not work: what agents see.

reason-key-claim = key doesn't work (details taken)
tried-claim = said a key of { $about } doesn't work
tried-claimed = reported a key of { $about }
desk-kind-claimed = reported bad

desk-claim = 🧯 A key doesn't work. The buyer says:
desk-claim-unfinished = 🧯 A key doesn't work, not all asked yet:
desk-claim-key = key: { $key } (of { $count } in this order)
desk-claim-again = reported before: { $time }, same buyer ({ $channel })
desk-claim-by-other = ⚠️ also reported by somebody else: { $time }, { $buyer } ({ $channel })
desk-claim-until = warranty until { $time }
desk-claim-over = ⏰ warranty ended: { $time }
desk-claim-elsewhere = ⚠️ the key that he sent is from another order
desk-claim-strange = ⚠️ the key that he sent is not one of ours
desk-claim-not-here = ⚠️ the key that he sent matches none of this order
desk-claim-replaced = 🔁 replaced by { $new } already
desk-claim-open = he has reported it, and the ticket is still open
desk-claim-late = the buyer knows that the warranty is over
desk-claim-no-keys = no key of this order has been sent out yet
desk-claim-said = { $label }: { $words }
desk-claim-said-error = message
desk-claim-said-screenshot = screenshot
desk-claim-said-region = account region
desk-claim-said-tried-at = tried
desk-claim-said-more = also
desk-claim-none = none
desk-claim-key-hidden = The buyer sent a key to be compared (hidden)
desk-claim-pictures = screenshots: { $count }
