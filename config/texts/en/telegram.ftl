# What Telegram shows beside the talk: the command menu, copy buttons.

telegram-command-order = Find an order
telegram-command-keys = Send my keys again
telegram-command-mine = My orders
telegram-command-faq = Common questions
telegram-command-person = Talk to a person
telegram-command-lang = Language / 语言
telegram-copy-key = 📋 Copy the key
telegram-copy-key-number = 📋 Copy key { $number }
