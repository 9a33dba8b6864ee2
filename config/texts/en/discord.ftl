# Words on Discord outside the talk: the contact button, slash commands, invitations.

discord-contact-text = 👋 Hi, this is { $shop } support. Orders, lost card keys, anything after the sale: just ask. Only you and our team see the chat.
discord-contact-button = 💬 Contact support
discord-invite = 👋 I’m here! To keep your order private, let’s talk one to one: just press the button below.
discord-come-dm = I’m waiting in our direct messages 👉 https://discord.com/channels/@me/{ $channel }
    Nothing there? Allow direct messages in this server’s privacy settings, then press once more.
discord-come-thread = Your private chat is open 👉 <#{ $channel }>. Nobody else can see it.
discord-come-later = I couldn’t open the chat just now. Please press again in a moment, and sorry for the wait 🙏
discord-seen = Got it, right below 👇
discord-thread-title = Support · { $name }
discord-command-support = Contact support
discord-command-order = Look up an order
discord-command-keys = Send my card keys again
discord-command-faq = Common questions
discord-command-lang = Language / 语言
discord-option-number = Order number (optional)
