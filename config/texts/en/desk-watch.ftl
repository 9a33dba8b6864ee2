# The watchdog over the shops: what the staff room reads.

desk-trouble-late = ⏰ { $shop }: { $count } { $count ->
        [one] order
       *[other] orders
    } paid without a key
desk-trouble-short = 📦 { $shop }: { $count } paid { $count ->
        [one] order
       *[other] orders
    } out of stock
desk-trouble-partly = 📦 { $shop }: { $count } { $count ->
        [one] order
       *[other] orders
    } delivered in part only
desk-trouble-doubled = ⚠️ { $shop }: { $count } { $count ->
        [one] order
       *[other] orders
    } given more keys than were bought
desk-trouble-failed-payments = 💳 { $shop }: several payments of one buyer in a row came to nothing ({ $count })
desk-trouble-restocked = ✅ { $shop }: { $count } { $count ->
        [one] order that was owed a key has
       *[other] orders that were owed keys have
    } all of it now
desk-trouble-at-gateway = 💰 { $shop }: { $count } { $count ->
        [one] order
       *[other] orders
    } paid at the gateway, but the money has not arrived at the shop. Please check there and complete by hand
desk-trouble-trade = trade number { $number }
desk-order-at-gateway = 💰 The gateway has this money, it has not arrived at the shop
desk-order-unpaid = The gateway has no such payment either
desk-trouble-more = …and { $count } more
desk-trouble-paid = paid { $time }
desk-shop-silent = 🔌 { $shop } has not answered since { $time }. I keep trying and tell you when it is back; looking up orders is slow meanwhile.
desk-shop-back = 🔌 { $shop } answers again; what was missed is being caught up.
desk-order-news = 🔔 Order { $number } is now: { $status }
