# FAQ.
faq-unsolved = Not solved? Talk to a person
faq-suggest = Is it one of these? Tap it, or ask me again in other words.
faq-none-of-these = None of these, talk to a person
faq-categories = What is it about? Tap one, or just type your question.
faq-questions = People often ask these. Tap one for the answer:
faq-category-delivery = Nothing arrived
faq-category-order = My order
faq-category-payment = Payment
faq-category-keys = Key problems
faq-category-redeem = How to redeem
faq-category-refund = Refunds
faq-category-shop = Buying
faq-category-account = Account and data
faq-category-safety = Safety
faq-category-person = Contact us
faq-category-general = Other
