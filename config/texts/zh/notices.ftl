# 订单的动静：主动告诉买家的话，短，只说一次。

button-notices-off = 不再提醒
button-notices-on = 恢复提醒
notice-paid = 收到你的付款了：{ $items }（订单 { $number }）。卡密一出来，我就在这里告诉你。
notice-owed = 你付过款的订单 { $number }（{ $items }）还没出卡密，我已经在盯着了，客服也知道了。一有消息我就在这里告诉你。
notice-owed-since = 你{ $time } 付款的订单 { $number }（{ $items }）还没出卡密，我已经在盯着了，客服也知道了。一有消息我就在这里告诉你。
notice-partly = 订单 { $number }（{ $items }）的卡密先出来一部分，剩下的我在盯着，补齐就告诉你。已经出来的，点「再发卡密」我就发你。
notice-delivered = ✅ 订单 { $number } 的卡密出来了：{ $items }。点「再发卡密」，我在这里发你。
notice-refunded = 订单 { $number } 的款已经退回，按原路到账，通常 1～3 个工作日。
notice-partly-refunded = 订单 { $number } 已经退了一部分款，按原路到账。金额不对就告诉我。
notice-at-gateway = 订单 { $number }（{ $items }）的钱已经付到支付通道，只是店铺还没收到。客服已经知道，正在核对；不用再付一次，有进展我就在这里告诉你。
notice-off = 好，订单的动静以后不主动打扰你了。想查随时问我；想恢复，说「恢复提醒」就行。
notice-on = 好，订单一有动静我就告诉你。
