# Discord 裡聊天以外的字：聯絡客服按鈕、斜線指令、邀請。

discord-contact-text = 👋 你好，這裡是 { $shop } 的客服。查訂單、補發序號、售後問題都可以找我們，聊天內容只有你和客服看得到。
discord-contact-button = 💬 聯絡客服
discord-invite = 👋 我在！為了保護你的訂單資料，我們私下聊。點一下下面的按鈕就可以。
discord-come-dm = 我在私訊裡等你 👉 https://discord.com/channels/@me/{ $channel }
    沒看到訊息？請在這個伺服器的「隱私設定」裡允許私人訊息，然後再點一次。
discord-come-thread = 幫你開好專屬對話了 👉 <#{ $channel }>，進去說就可以，別人看不到。
discord-come-later = 現在沒能打開對話，請過一會兒再點一次，不好意思 🙏
discord-seen = 收到，馬上為你處理 👇
discord-thread-title = 客服 · { $name }
discord-command-support = 聯絡客服
discord-command-order = 查訂單
discord-command-keys = 重發序號
discord-command-faq = 常見問題
discord-command-lang = 語言 / Language
discord-option-number = 訂單編號（可以不填）
