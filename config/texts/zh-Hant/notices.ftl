# 訂單的動靜：主動告訴買家的話，短，只說一次。

button-notices-off = 不再提醒
button-notices-on = 恢復提醒
notice-paid = 收到你的付款了：{ $items }（訂單 { $number }）。序號一出來，我就在這裡告訴你。
notice-owed = 你付過款的訂單 { $number }（{ $items }）還沒出序號，我已經在盯著了，客服也知道了。一有消息我就在這裡告訴你。
notice-owed-since = 你{ $time } 付款的訂單 { $number }（{ $items }）還沒出序號，我已經在盯著了，客服也知道了。一有消息我就在這裡告訴你。
notice-partly = 訂單 { $number }（{ $items }）的序號先出來一部分，剩下的我在盯著，補齊就告訴你。已經出來的，點「再傳一次序號」我就傳給你。
notice-delivered = ✅ 訂單 { $number } 的序號出來了：{ $items }。點「再傳一次序號」，我在這裡傳給你。
notice-refunded = 訂單 { $number } 的款已經退回，按原路到帳，通常 1～3 個工作天。
notice-partly-refunded = 訂單 { $number } 已經退了一部分款，按原路到帳。金額不對就告訴我。
notice-at-gateway = 訂單 { $number }（{ $items }）的錢已經付到支付通道，只是商店還沒收到。客服已經知道，正在核對；不用再付一次，有進展我就在這裡告訴你。
notice-off = 好，訂單的動靜以後不主動打擾你了。想查隨時問我；想恢復，說「恢復提醒」就行。
notice-on = 好，訂單一有動靜我就告訴你。
