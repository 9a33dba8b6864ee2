# 有人猜订单：客服群里看到的话。

desk-guessing-account = 🛡 { $where }上有人在猜订单：{ $since } 起 { $failed } 次没对上，{ $buyers } 位买家试了 { $orders } 个订单号（{ $shops }）。
desk-guessing-order = 🛡 订单 { $number } 有 { $buyers } 位不同的人在试，{ $since } 起 { $failed } 次都没对上。
desk-guessing-buyer = 🛡 { $buyer }（{ $where }）{ $since } 起试了 { $orders } 个订单号，{ $failed } 次没对上。
desk-guessing-does-account-checks = 我在做的：没核对过订单的人，先过一道自动检查才帮他查，试错几次还要等；老买家照常。
desk-guessing-does-account = 我在做的：没核对过订单的人，试错几次就要等更久；老买家照常。
desk-guessing-does-order = 我在做的：这单试错几次就锁一会儿，一次比一次久。要是真买家来找，请核对付款记录。
desk-guessing-does-buyer = 我在做的：他试错几次就要等，一次比一次久。也可能是真买家拿错了单号，他来找时帮他看看。
desk-guessing-later = 你们不用做什么，停下来了我会改这条消息。
desk-guessing-no-shop = 看不出是哪家店的号
desk-guessing-account-over = ✅ { $where }上没人猜订单了。{ $since } 开始，一共 { $failed } 次没对上，{ $buyers } 位买家试了 { $orders } 个订单号。现在大家照常查单。
desk-guessing-order-over = ✅ 订单 { $number } 没人再试了。{ $since } 开始，{ $buyers } 位不同的人一共 { $failed } 次没对上。
desk-guessing-buyer-over = ✅ { $buyer }（{ $where }）没再试了。{ $since } 开始，一共 { $failed } 次没对上，{ $orders } 个订单号。
desk-refused-check-first = 在等一道自动检查（现在有人在猜订单），过了会接着查。
