# What the bot itself says in the Telegram staff group, to people who are no agents.

telegram-staff-not-agent = Only agents can press this. To answer buyers too, ask the group's owner to make you an administrator.
telegram-staff-not-heard = You are not an agent yet, so the buyer has not got this. To answer too, ask the group's owner to make you an administrator.
telegram-staff-private = I only work in the agents' group; nobody reads messages here. Buyers, please write to the shop's bot.
telegram-staff-found = 👋 Hello! Buyers' questions come to this group from now on: one topic for each. Whoever is an administrator here can answer.
telegram-staff-no-topics = I need topics, one for each buyer. Please switch them on in this group (Edit, Topics), then write /desk and the word once more.
telegram-staff-claim = 👋 Hello! If this is the agents' group, write /desk and the word (like /desk abcd2345), and I work here. The word is in KamiDesk's log at its start; kamidesk check shows it, too.
