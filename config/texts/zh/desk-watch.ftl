# 店铺巡查：客服群里看到的话。

desk-trouble-late = ⏰ { $shop }：{ $count } 单付了款，还没出卡密
desk-trouble-short = 📦 { $shop }：{ $count } 单付了款，没库存
desk-trouble-partly = 📦 { $shop }：{ $count } 单只发了一部分
desk-trouble-doubled = ⚠️ { $shop }：{ $count } 单发的卡密比买的多
desk-trouble-failed-payments = 💳 { $shop }：同一位买家连着几次没付成（{ $count }）
desk-trouble-restocked = ✅ { $shop }：{ $count } 单欠着的卡密补齐了
desk-trouble-at-gateway = 💰 { $shop }：{ $count } 单的钱到了支付通道，店铺没到账（掉单），请去网关核对后补单
desk-trouble-trade = 交易号 { $number }
desk-order-at-gateway = 💰 支付通道已收到这笔钱，店铺没到账（掉单）
desk-order-unpaid = 支付通道也没有收到这笔钱
desk-trouble-more = …还有 { $count } 单
desk-trouble-paid = { $time } 付款
desk-shop-silent = 🔌 { $shop } 从{ $time } 起没有回应。我会一直接着试，恢复了告诉你们；这期间查单会慢。
desk-shop-back = 🔌 { $shop } 恢复了，漏下的动静正在补上。
desk-order-news = 🔔 订单 { $number } 现在：{ $status }
