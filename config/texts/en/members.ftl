# Members of a shop: their messenger account is bound to their account in the shop, by a code that it mails

button-member = I have an account there
button-member-again = Another mail / resend
ask-member-mail = Sure. Send me the email address of your account in the shop, and the shop will mail a code to it 📮
ask-member-code =
    If { $mail } has an account in this shop, a code is on its way: a minute or two, and do look into spam. Send me the digits when you have them.
    Then this chat account is bound to your account in the shop, and you need not prove your orders any more.
asked-again-member-mail = I'm still waiting for the email address of your account in the shop; the code goes there. Reply "cancel" to stop.
asked-again-member-code = I'm still waiting for the code from the mail, 6 digits as a rule. If it has not come, look into spam or press "Another mail / resend". Reply "cancel" to stop.
member-wrong = That code does not fit: a typo perhaps, or it is too old. Look at the newest mail and send me its digits, or have a new one sent.
member-refused = The shop cannot bind you by mail just now; the account may belong to another chat account already. No worries: press "Talk to a person" and a colleague will look at it with you.
member-bound = That is you ✅ This chat is bound to your account in the shop; just say "my orders" from now on.
member-bound-none = That is you ✅ This chat is bound to your account in the shop. I see no orders in it yet; what is the order number? It may have been bought without signing in: then the email and query password will do.
