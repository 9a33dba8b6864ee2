# 转人工时买家听到的话。

handover-asked = 好的，已经帮你叫客服了。
handover-two-misses = 我没能弄明白，已经请客服来帮你了。
handover-complaint = 很抱歉让你不愉快。已经请客服来处理，前面的对话他看得到。
handover-no-key = 已付款没拿到卡密，这单按加急转给客服了。
handover-faq-priority = 这件事要紧，已经同时转给客服了。
handover-came-back = 收到，还是这件事对吧？已经转回给客服。
handover-unsolved = 还没解决是吧，马上请客服接着处理。
handover-shop-silent = 店铺系统没回应，已经请客服人工帮你查。
handover-delivery = 刚才那条卡密可能没发到，已经请客服确认，不用重复下单。
handover-now = 客服会在这个聊天里回你，有什么直接接着说、发截图都行。
handover-later = 客服 { $hours } 在线，{ $opens } 上班后第一时间回你。先把情况和截图发在这里就好。
passed-on = 已转达，客服看到就回你。
still-waiting = 客服还在忙，没有忘记你，请再等一会儿。
agent-arrived = 客服 { $agent } 来了，接下来由 TA 帮你。
agent-asks-proof = 客服想先核对一下你的订单。
agent-forwarded = ↪️ 转发的消息
closed = 这次就到这里啦。还有问题点「还没解决」，或者直接发消息。
back-to-bot = 好的，不转人工了，我来接着帮你。
