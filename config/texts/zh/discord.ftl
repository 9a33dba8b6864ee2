# Discord 里聊天以外的字：联系客服按钮、斜杠命令、邀请。

discord-contact-text = 👋 您好，这里是 { $shop } 的客服。查订单、补发卡密、售后问题都可以找我们，聊天内容只有您和客服看得到。
discord-contact-button = 💬 联系客服
discord-invite = 👋 我在呢！为了保护您的订单信息，我们到私下聊。点一下下面的按钮就行。
discord-come-dm = 我在私信里等您 👉 https://discord.com/channels/@me/{ $channel }
    没看到消息？请在这个服务器的「隐私设置」里允许私信，然后再点一次。
discord-come-thread = 给您开好了专属会话 👉 <#{ $channel }>，进去说就行，别人看不到。
discord-come-later = 现在没能打开会话，请过一会儿再点一次，辛苦您了 🙏
discord-seen = 收到，马上为您处理 👇
discord-thread-title = 客服 · { $name }
discord-command-support = 联系客服
discord-command-order = 查订单
discord-command-keys = 重发卡密
discord-command-faq = 常见问题
discord-command-lang = 语言 / Language
discord-option-number = 订单号（可以不填）
