# After the sale: new keys, refunds, stock, the ledger, as agents read them.

desk-button-replace = New key
desk-button-refund = Refund
desk-button-approve = Agree
desk-button-refuse = Don't agree
desk-button-vouch = It is theirs, go on
desk-button-alone = I'm sure, do it

desk-after-help =
    /replace [order] [reason] gives the buyer a new key · /refund [order] AMOUNT REASON
    /stock [product] · /replacements [order] what was re-sent, replaced, refunded
desk-room-help-after =
    /order NUMBER any order
    /stock [product] what is left
    /replacements [order] what was re-sent, replaced, refunded

desk-replace-number = Which order? Like /replace KD20251122000017 says it is used already
desk-replace-which = A new key for which order?
desk-refund-number = Which order? Like /refund KD20251122000017 9.90 does not redeem
desk-refund-which = Refund which order?
desk-refund-how = Add the amount and the reason, like: /refund { $number } 9.90 does not redeem. For all of it, write "all" as the amount.

desk-replaced = 🔁 Order { $number }: { $bad } replaced by { $new }. The new one went straight to the buyer.{" "}
desk-replaced-later = 🔁 Order { $number }: { $bad } replaced by { $new }. The new one is ready and goes out when the buyer writes again.{" "}
desk-visible-in-order = The shop's order page shows the new one too.
desk-visible-detached = The shop's order page still shows the old one. The new one is kept here, and sent when keys are sent again.
desk-refunded = 💰 Order { $number }: refund of { $amount } recorded.{" "}
desk-refunded-in-order = The shop has it too. Please send the money back at the payment provider.
desk-refunded-detached = This shop keeps no refunds, so it stands only here. Please send the money back at the payment provider.
desk-refunded-wallet = It is on the buyer's balance in the shop.

desk-after-which-key = Order { $number } has several keys. Which one doesn't work?
desk-after-just-now = This key of order { $number } is the new one from a moment ago. If it doesn't work either, press it.
desk-after-whose = The buyer hasn't fully proven order { $number }. Are you sure that it is theirs? Your word is recorded.
desk-after-needs-second = ✋ { $agent } wants { $what }. A colleague has to agree.
desk-after-wants-replaced = a new key for order { $number } ({ $bad }, { $amount })
desk-after-wants-refunded = to refund { $amount } of order { $number }
desk-after-reason = Reason: { $reason }
desk-second-amount = The amount is above what one person may decide.
desk-second-count = There have been several in 24 hours.
desk-second-late = It was delivered long ago.
desk-after-own = You asked for it, so a colleague has to press. If you work alone, put your id into desk.admins.
desk-after-not-admin = An admin has to press this.
desk-after-alone = You asked for this yourself, and you are the only admin. Please confirm once more; it is recorded.
desk-after-refused = 🚫 { $agent } didn't agree to this for order { $number }. Nothing was changed.
desk-after-already = This is done already for order { $number } ({ $agent }). It wasn't done twice.
desk-after-busy = { $agent } is at it for order { $number }. One moment.
desk-after-no-order = There is no such order.
desk-after-no-keys = This order hasn't got any keys yet, so there is none to replace.
desk-after-no-such-key = This key was replaced already, or it isn't of this order.
desk-after-gone = That button is too old. Please start again.
desk-after-too-much = That is too much: at most { $left } of this order can still go back.
desk-after-nothing-left = Nothing of this order can go back (not paid, or all refunded or waiting for a colleague).
desk-after-shop-removed = The shop of this order is not in the settings any more, so this rests here; /replacements shows it. Once the shop is back, ask again: it goes on where it stopped, with no second key and no second refund.
desk-after-silent = The shop doesn't answer. I keep at it and tell you when it's done, no need to press again: no second key, no second refund.
desk-after-failed-no-stock = Nothing left in stock, so nothing was changed. Put new keys in stock and press again, or refund.
desk-after-failed-unable-replaced = This shop can't replace keys from here. Please do it in the shop's own admin, or refund.
desk-after-failed-unable-refunded = This shop has no balance to refund to. Send the money back at the payment provider and record it with /refund.
desk-after-failed = The shop doesn't allow it, nothing was changed: { $why }

desk-stock = 📦 In stock:
desk-stock-none = No product on sale has these words. Try another one.
desk-stock-left =
    { $left ->
        [0] : ⚠️ sold out
       *[other] : { $left } left
    }
desk-stock-unknown = : unlimited, or the shop doesn't tell
desk-stock-more = … and more. Add a word: /stock NAME

desk-ledger = 🧾 Lately re-sent, replaced, refunded:
desk-ledger-of = 🧾 Order { $number }:
desk-ledger-none = Nothing was re-sent, replaced or refunded yet.
desk-ledger-buyer = { $buyer } ({ $channel })
desk-ledger-self = fetched by { $buyer }
desk-ledger-agent = { $agent } → { $buyer }
desk-ledger-agreed = { $agent } (agreed by { $second }) → { $buyer }
desk-kind-replaced = new key
desk-kind-refunded = refund
desk-kind-resent = re-sent
desk-stage-asked = waits for a colleague
desk-stage-approved = under way
desk-stage-set-aside = under way
desk-stage-taken = going out
desk-stage-sent = done
desk-stage-refused = not agreed
desk-stage-rests = ⏸ rests: the shop is not in the settings
desk-stage-failed = failed
desk-page-in-order = on the shop's page
desk-page-detached = not on the shop's page
