# 坏批次：买家看到的。

button-incident-replace = 换新卡密
button-incident-refund = 退款

incident-replace = 这批 { $goods } 我们已经确认有问题，你的订单 { $number } 正好在里面，实在抱歉。不用截图，也不用再试，点一下就给你换新的。
incident-refund = 这批 { $goods } 我们已经确认有问题，你的订单 { $number } 正好在里面，实在抱歉。不用截图，点一下就给你退 { $amount }。
incident-wait = 这批 { $goods } 我们已经确认有问题，你的订单 { $number } 正好在里面，实在抱歉。我们正在处理，已经给你记下，不用反复来问，也请先不要再试兑换。
incident-refunded = 订单 { $number } 的 { $goods } 有问题，款已经退给你了，按原路到账，通常 1～3 个工作日。
incident-new-key = 这批卡密出了问题，让你费心了，抱歉。订单 { $number } 换好了，旧的作废，请用新的（点一下即可复制）：
incident-paid-back = 这批卡密出了问题，让你费心了，抱歉。订单 { $number } 已经给你退款 { $amount }，按原路到账，通常 1～3 个工作日。
incident-no-stock = 新卡密刚好发完了，订单 { $number } 已经排在前面，补货后马上发给你，不用再来催。着急的话点下面找客服。
incident-under-way = 订单 { $number } 正在处理，马上就好，请稍等一下。
incident-gone = 订单 { $number } 已经处理过了。点下面再看一次卡密，还有问题就找客服。
incident-shop-silent = 店铺这会儿没有应答。已经给你记下，恢复后自动换好发到这里，不用再点。
