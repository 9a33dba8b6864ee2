# Telegram 里聊天以外的字：命令菜单、复制按钮。

telegram-command-order = 查订单
telegram-command-keys = 重发卡密
telegram-command-mine = 我的订单
telegram-command-faq = 常见问题
telegram-command-person = 转人工客服
telegram-command-lang = 语言 / Language
telegram-copy-key = 📋 复制卡密
telegram-copy-key-number = 📋 复制第 { $number } 个卡密
