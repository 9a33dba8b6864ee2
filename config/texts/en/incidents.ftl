# Bad batches, for buyers.

button-incident-replace = Get a new key
button-incident-refund = Get a refund

incident-replace = We know of it: some { $goods } keys we sold turned out bad, and your order { $number } is among them. Sorry for the trouble! No screenshot needed, no more trying: tap below and you get a new key.
incident-refund = We know of it: some { $goods } keys we sold turned out bad, and your order { $number } is among them. Sorry for the trouble! No screenshot needed: tap below and { $amount } comes back to you.
incident-wait = We know of it: some { $goods } keys we sold turned out bad, and your order { $number } is among them. Sorry for the trouble! We are working on it and have noted your order, so there's no need to ask again. Please don't try the key any more for now.
incident-refunded = The { $goods } of order { $number } was bad, and your money is on its way back the way it came, usually within 1–3 working days.
incident-new-key = Some of our keys turned out bad, sorry for the trouble. Order { $number } has been put right: please use what stands below, the old key is void. Tap to copy:
incident-paid-back = Some of our keys turned out bad, sorry for the trouble. { $amount } of order { $number } goes back the way it came, usually within 1–3 working days.
incident-no-stock = The new keys have just run out. Order { $number } is at the front of the queue: you get yours here as soon as there are more, no need to ask again. If it's urgent, tap below for an agent.
incident-under-way = Order { $number } is being taken care of, just a moment.
incident-gone = Order { $number } has been taken care of already. Tap below to see its keys again, or talk to an agent if something is still wrong.
incident-shop-silent = The shop doesn't answer right now. I've noted it: as soon as it's back you get this here, no need to tap again.
