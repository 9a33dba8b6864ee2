# 坏批次：客服看到的。

desk-incident-help = /incident [商品|批次|供货商] 名称 [从 时间] 坏批次：先数有多少单，再批量换卡密或退款
desk-incident-how =
    这样发：/incident 商品 Steam 50 从 昨天 14:00
    或 /incident 批次 S50-1120，/incident 供货商 老王 最近3天
    不写时间就查最近 7 天。先只数单，不动任何东西。

desk-incident-draft = 🧯 坏批次 #{ $id }（还没开始处理）
desk-incident-open = 🧯 坏批次 #{ $id }（处理中）
desk-incident-closed = 🧯 坏批次 #{ $id }（已结束）
desk-incident-by-product = 商品：{ $goods }
desk-incident-by-batch = 批次：{ $goods }
desk-incident-by-supplier = 供货商：{ $goods }
desk-incident-since = { $time } 起
desk-incident-until = 到 { $time }
desk-incident-orders = 受影响：{ $orders } 单，{ $pieces } 张卡密
desk-incident-settled = 其中 { $count } 单之前已换或已退
desk-incident-cost = 还要处理：{ $count } 单，卖价合计 { $cost }
desk-incident-reachable = 这里能联系到的买家：{ $count } 单，换卡密时先换给他们
desk-incident-stock = 现有库存：{ $count } 张，够换
desk-incident-stock-short = 现有库存：{ $count } 张，不够全部换新
desk-incident-clean = ⚠️ 先下架，再清掉库存里同一批的坏卡密，免得换出去的也是坏的
desk-incident-unable = ⚠️ 查不了的店铺，要自己去后台看：{ $shops }
desk-incident-silent = 店铺这会儿没有应答，没算进去：{ $shops }
desk-incident-cut = ⚠️ 单数太多，没数完。请把时间缩短，分几次处理
desk-incident-offer-replace = 来反馈的买家：马上给换新卡密
desk-incident-offer-refund = 来反馈的买家：马上给退款
desk-incident-offer-wait = 来反馈的买家：告诉他我们已知道、正在处理
desk-incident-running = ⏳ 已办好 { $done } 单，还剩 { $left } 单，失败 { $failed } 单
desk-incident-paused = ⏸️ 已暂停：办好 { $done } 单，还剩 { $left } 单，失败 { $failed } 单
desk-incident-paused-by-hand = ⏸️ 已暂停：办好 { $done } 单，还剩 { $left } 单，失败 { $failed } 单
desk-incident-paused-no-stock = ⏸️ 库存用完，停下了：办好 { $done } 单，还剩 { $left } 单，失败 { $failed } 单
desk-incident-paused-failures = ⏸️ 连续失败，停下了：办好 { $done } 单，还剩 { $left } 单，失败 { $failed } 单
desk-incident-done = ✅ 办完了：办好 { $done } 单，失败 { $failed } 单

desk-incident-why-unable = 这家店铺做不了，请去店铺后台处理
desk-incident-why-no-stock = 没有库存
desk-incident-why-gone = 订单找不到了
desk-incident-why-colleague = 同事那边正在处理这单，或在等人同意
desk-incident-why-no-keys = 订单里找不到坏卡密

desk-incident-finished = ✅ 坏批次 #{ $id } 办完了：{ $done } 单已办好，{ $failed } 单失败。明细点「下载报告」。
desk-incident-pay = 退款已记录。原路退款还要在支付平台打款，名单在报告里。
desk-incident-stopped-no-stock = ⏸️ 坏批次 #{ $id }：库存用完了，还剩 { $left } 单。补货后点「继续」，或者给剩下的退款。
desk-incident-stopped-failures = ⏸️ 坏批次 #{ $id }：连着几单都没办成，先停下了，还剩 { $left } 单。看一下店铺，再点「继续」。

desk-incident-which = 哪一个商品？
desk-incident-no-goods = 没有找到叫「{ $words }」的商品。换个词，或者用商品编号。
desk-incident-no-orders = { $time } 以来没有发过「{ $words }」的卡密，没有受影响的订单。
desk-incident-may-not = 批量处理坏批次要管理员来，或请管理员把你加进 aftersales.incident_agents。
desk-incident-too-many = 单数太多，没数完，先不能开始。请把时间缩短，分几次处理。
desk-incident-cancelled = 已取消，什么都没动。
desk-incident-gone = 这个坏批次已经结束，或没有这个编号。发 /incident 看还开着的。
desk-incident-nothing-left = 没有要处理的订单了。
desk-incident-refused = 🚫 { $agent } 没有同意（坏批次 #{ $id }），什么都没动。
desk-incident-report = 📄 坏批次报告。卡密都打了码。
desk-incident-list = 🧯 正在处理的坏批次：
desk-incident-list-none = 没有正在处理的坏批次。
desk-incident-line = #{ $id } · { $orders } 单，办好 { $done }，还剩 { $left }
desk-incident-shop-away = 店铺没有应答。正在办的会自己接着办，其他的请过一会儿再试。
desk-incident-needs-second = ✋ { $agent } 想处理坏批次 #{ $id }：{ $what }。需要另一位同事同意。
desk-incident-wants-bulk-replace = 全部换新卡密
desk-incident-wants-bulk-refund = 全部退款
desk-incident-wants-offer-replace = 给来反馈的买家换新卡密
desk-incident-wants-offer-refund = 给来反馈的买家退款
desk-second-incident-amount = 金额超过了一个人能决定的上限。
desk-second-incident-count = 单数超过了一个人能决定的上限。
desk-incident-buyer-waits = ⚠️ 坏批次 #{ $id }：没有库存了，订单 { $number } 的买家在等新卡密。补货后点「全部换新」，先换给他。
desk-incident-handed = 🧯 坏批次 #{ $id }：订单 { $number } 的新卡密已发给买家，{ $keys }
desk-incident-paid = 🧯 坏批次：订单 { $number } 已退 { $amount }，买家已收到通知
desk-claim-incident = 🧯 这单在坏批次 #{ $id } 里

desk-button-incident-open-replace = 开始：来反馈的给换新
desk-button-incident-open-refund = 开始：来反馈的给退款
desk-button-incident-open-wait = 开始：先只告知买家
desk-button-incident-cancel = 取消
desk-button-incident-run-replace = 全部换新
desk-button-incident-run-refund = 全部退款
desk-button-incident-pause = 暂停
desk-button-incident-resume = 继续
desk-button-incident-report = 下载报告
desk-button-incident-close = 结束
desk-button-incident-all = 全部都算

incident-column-shop = 店铺
incident-column-order = 订单号
incident-column-sold = 发货时间
incident-column-goods = 商品
incident-column-pieces = 坏卡密数
incident-column-amount = 金额
incident-column-currency = 币种
incident-column-contact = 联系方式
incident-column-here = 这里能联系到
incident-column-state = 状态
incident-column-what = 办了什么
incident-column-why = 原因
incident-yes = 是
incident-fate-left = 未处理
incident-fate-failed = 失败
incident-fate-settled = 之前已处理
incident-fate-replace = 已换新
incident-fate-refund = 已退款
