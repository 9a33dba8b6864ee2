# 同一位買家的幾個聊天軟體：關聯、確認、取消。

button-link = 關聯其他聊天
button-unlink = 取消關聯
button-link-yes = 是我，關聯
button-link-no = 不是我
link-code = 你的關聯碼，10 分鐘內有效，只能用一次：
link-code-how =
    到另一個聊天軟體裡傳給我們的機器人，兩邊就會合成同一位買家。
    🔒 別把它給任何人，客服也不會跟你要。
link-offered =
    收到關聯碼，它來自{ $channel }。是你自己要的碼嗎？
    關聯後，兩邊核對過的訂單和序號，兩邊都能查。碼是別人給你的，就點「不是我」。
link-met =
    尾碼 { $order } 的訂單，在{ $channel }的另一個聊天裡也核對過。
    那邊也是你的話，可以關聯起來，兩邊的訂單就都能查。不是你就別點，表示還有別人知道這筆訂單的查詢密碼。
link-waits = 就差一步：回到{ $channel }那個聊天，點一下「是我，關聯」。
link-asked =
    有人在{ $channel }傳來了你的關聯碼。是你本人嗎？
    點「是我，關聯」後，那邊就能查到你的訂單和序號。
link-asked-order =
    有人在{ $channel }核對了你尾碼 { $order } 的訂單，說他就是你。是你本人嗎？
    點「是我，關聯」後，那邊就能查到你所有核對過的訂單和序號。
link-linked = ✅ 關聯好了：這裡和{ $channel }的聊天現在算同一位買家，核對過的訂單兩邊都能查。想分開，隨時說「取消關聯」。
link-unlinked = 已取消關聯。別的聊天查不到你在這裡的訂單，這裡也只保留你在這裡核對過的。
link-unlinked-there = { $channel }的那個聊天已經和這裡取消關聯，彼此的訂單不再互通。
link-declined = 好的，沒有關聯。
link-wrong = 這次沒有關聯成功：碼不對、過期了，或已經用過。要再試，就在另一個聊天裡重新要一個碼。
link-same = 這個碼就來自你自己的聊天，不用再關聯。到另一個聊天軟體裡傳給我們才有用。
link-too-many-tries = 試的次數有點多，為了你的訂單安全先暫停一下，{ $wait }後再試。
link-too-many-chats = 已經關聯了很多個聊天，不能再加了。先在不用的聊天裡說「取消關聯」。
link-alone = 這裡沒有和別的聊天關聯。
link-in-private = 關聯聊天請私訊我說，群組裡大家都看得到 🔒

## 聊天軟體怎麼稱呼

channel-web = 網頁
channel-telegram = Telegram
channel-wechat = 微信
channel-wecom = 微信客服
channel-discord = Discord
channel-fake = 測試管道
