# Bad batches, as agents see them.

desk-incident-help = /incident [product|batch|supplier] NAME [since TIME] a bad batch: count the orders first, then new keys or refunds for all
desk-incident-how =
    Like this: /incident product Steam 50 since yesterday 14:00
    or /incident batch S50-1120, /incident supplier Wang last 3 days
    Without a time it looks at the last 7 days. It only counts first, nothing is changed.

desk-incident-draft = 🧯 Bad batch #{ $id } (not opened yet)
desk-incident-open = 🧯 Bad batch #{ $id } (open)
desk-incident-closed = 🧯 Bad batch #{ $id } (closed)
desk-incident-by-product = product: { $goods }
desk-incident-by-batch = batch: { $goods }
desk-incident-by-supplier = supplier: { $goods }
desk-incident-since = since { $time }
desk-incident-until = until { $time }
desk-incident-orders = Affected: { $orders ->
        [one] 1 order
       *[other] { $orders } orders
    }, { $pieces ->
        [one] 1 key
       *[other] { $pieces } keys
    }
desk-incident-settled = of these replaced or refunded before: { $count }
desk-incident-cost = Still to make good: { $count }, sold for { $cost }
desk-incident-reachable = Buyers we can write to here: { $count }. They get their new keys first
desk-incident-stock = In stock: { $count }, enough for all
desk-incident-stock-short = In stock: { $count }, not enough for all
desk-incident-clean = ⚠️ Take the product off sale first, and the rest of the bad batch out of stock, so that nobody gets another bad key
desk-incident-unable = ⚠️ Shops that can't tell, please look in their own admin: { $shops }
desk-incident-silent = Shops that didn't answer just now, not counted: { $shops }
desk-incident-cut = ⚠️ Too many orders to count. Please take a shorter time, and do it in parts
desk-incident-offer-replace = Buyers who complain: get a new key at once
desk-incident-offer-refund = Buyers who complain: get a refund at once
desk-incident-offer-wait = Buyers who complain: hear that we know of it and are working on it
desk-incident-running = ⏳ { $done } done, { $left } left, { $failed } failed
desk-incident-paused = ⏸️ Paused: { $done } done, { $left } left, { $failed } failed
desk-incident-paused-by-hand = ⏸️ Paused: { $done } done, { $left } left, { $failed } failed
desk-incident-paused-no-stock = ⏸️ Stopped, stock has ended: { $done } done, { $left } left, { $failed } failed
desk-incident-paused-failures = ⏸️ Stopped, several failed in a row: { $done } done, { $left } left, { $failed } failed
desk-incident-done = ✅ Finished: { $done } done, { $failed } failed

desk-incident-why-unable = this shop can't do it from here, please use its own admin
desk-incident-why-no-stock = nothing in stock
desk-incident-why-gone = the order is gone
desk-incident-why-colleague = a colleague has this order in hand, or it waits for somebody to agree
desk-incident-why-no-keys = no bad key found in the order

desk-incident-finished = ✅ Bad batch #{ $id } is finished: { $done } done, { $failed } failed. For the details press "Report".
desk-incident-pay = The refunds are recorded. What goes back the way it came you still have to pay out at the payment provider; the list is in the report.
desk-incident-stopped-no-stock = ⏸️ Bad batch #{ $id }: stock has ended, { $left } left. Put new keys in stock and press "Go on", or refund the rest.
desk-incident-stopped-failures = ⏸️ Bad batch #{ $id }: several orders in a row didn't work, so it stopped, { $left } left. Look at the shop, then press "Go on".

desk-incident-which = Which product?
desk-incident-no-goods = There is no product called "{ $words }". Try another word, or the product's number.
desk-incident-no-orders = No keys of "{ $words }" were delivered since { $time }, so no order is affected.
desk-incident-may-not = Bad batches are for admins, or for who is named in aftersales.incident_agents. Please ask an admin.
desk-incident-too-many = Too many orders to count, so it can't be opened. Please take a shorter time, and do it in parts.
desk-incident-cancelled = Cancelled, nothing was changed.
desk-incident-gone = This bad batch is closed, or there is no such number. /incident shows those that are open.
desk-incident-nothing-left = There is no order left to make good.
desk-incident-refused = 🚫 { $agent } didn't agree (bad batch #{ $id }). Nothing was changed.
desk-incident-report = 📄 The report of the bad batch. All keys are masked.
desk-incident-list = 🧯 Open bad batches:
desk-incident-list-none = There is no open bad batch.
desk-incident-line = #{ $id } · { $orders } orders, { $done } done, { $left } left
desk-incident-shop-away = The shop doesn't answer. What is under way goes on by itself; the rest please try again in a while.
desk-incident-needs-second = ✋ { $agent } wants this for bad batch #{ $id }: { $what }. A colleague has to agree.
desk-incident-wants-bulk-replace = new keys for all
desk-incident-wants-bulk-refund = refunds for all
desk-incident-wants-offer-replace = new keys for buyers who complain
desk-incident-wants-offer-refund = refunds for buyers who complain
desk-second-incident-amount = The amount is above what one person may decide.
desk-second-incident-count = There are more orders than one person may decide on.
desk-incident-buyer-waits = ⚠️ Bad batch #{ $id }: nothing left in stock, and the buyer of order { $number } waits for a new key. Put new keys in stock and press "Replace all": this buyer comes first.
desk-incident-handed = 🧯 Bad batch #{ $id }: the new key for order { $number } went to the buyer, { $keys }
desk-incident-paid = 🧯 Bad batch: { $amount } of order { $number } refunded, and the buyer knows
desk-claim-incident = 🧯 this order is part of bad batch #{ $id }

desk-button-incident-open-replace = Open: new keys on complaint
desk-button-incident-open-refund = Open: refund on complaint
desk-button-incident-open-wait = Open: just tell buyers
desk-button-incident-cancel = Cancel
desk-button-incident-run-replace = Replace all
desk-button-incident-run-refund = Refund all
desk-button-incident-pause = Pause
desk-button-incident-resume = Go on
desk-button-incident-report = Report
desk-button-incident-close = Close
desk-button-incident-all = All of these

incident-column-shop = shop
incident-column-order = order
incident-column-sold = delivered
incident-column-goods = product
incident-column-pieces = bad keys
incident-column-amount = amount
incident-column-currency = currency
incident-column-contact = contact
incident-column-here = reachable here
incident-column-state = state
incident-column-what = what was done
incident-column-why = why not
incident-yes = yes
incident-fate-left = to do
incident-fate-failed = failed
incident-fate-settled = settled before
incident-fate-replace = replaced
incident-fate-refund = refunded
