# News of orders, told to buyers unasked: short, and once.

button-notices-off = Stop notices
button-notices-on = Resume notices
notice-paid = Your payment is here: { $items } (order { $number }). I'll tell you the moment your keys are out.
notice-owed = Order { $number } ({ $items }) is paid but has no key yet. I'm on it, and our team knows. I'll write here as soon as there is news.
notice-owed-since = Order { $number } ({ $items }), paid { $time }, has no key yet. I'm on it, and our team knows. I'll write here as soon as there is news.
notice-partly = Some of the keys of order { $number } ({ $items }) are out. I'm watching for the rest and will tell you. Tap "Send the key again" for those that are here.
notice-delivered = ✅ The keys of order { $number } are out: { $items }. Tap "Send the key again" and I'll send them here.
notice-refunded = Order { $number } has been refunded. The money goes back the way it came, usually within 1–3 working days.
notice-partly-refunded = Part of order { $number } has been refunded, back the way it came. Tell me if the amount is off.
notice-at-gateway = The money for order { $number } ({ $items }) has reached the payment service, only the shop hasn't got it yet. Our team knows and is sorting it out. Please don't pay again; I'll tell you here when there is news.
notice-off = All right, no more news of your orders unasked. Ask me any time; say "resume notices" to have them back.
notice-on = All right, I'll tell you as soon as something happens to an order.
