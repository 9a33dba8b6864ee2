# Telegram 客服群里，机器人自己说的几句话：对不是客服的人。

telegram-staff-not-agent = 这个按钮只有客服能按。要一起接待买家，请群主把你设为管理员。
telegram-staff-not-heard = 你还不是客服，刚才的话没有发给买家。要一起接待，请群主把你设为管理员。
telegram-staff-private = 我只在客服群里工作，这里的消息没有人看到。买家请找店铺的机器人。
telegram-staff-found = 👋 大家好！以后买家的问题都到这个群里来，每位买家一个话题。群管理员直接在话题里回复就行。
telegram-staff-no-topics = 我需要“话题”功能，一位买家一个话题。请在群资料里打开（编辑 → 话题），再发一次 /desk 加口令。
telegram-staff-claim = 👋 你好！如果这里是客服群，请发送 /desk 加口令（例如 /desk abcd2345），我就在这里工作。口令在 KamiDesk 启动时的日志里，输入 kamidesk check 也能看到。
