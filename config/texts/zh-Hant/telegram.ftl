# Telegram 裡聊天以外的字：指令選單、複製按鈕。

telegram-command-order = 查訂單
telegram-command-keys = 重發序號
telegram-command-mine = 我的訂單
telegram-command-faq = 常見問題
telegram-command-person = 轉人工客服
telegram-command-lang = 語言 / Language
telegram-copy-key = 📋 複製序號
telegram-copy-key-number = 📋 複製第 { $number } 組序號
