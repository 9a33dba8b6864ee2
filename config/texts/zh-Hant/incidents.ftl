# 壞批次：買家看到的。

button-incident-replace = 換新卡密
button-incident-refund = 退款

incident-replace = 這批 { $goods } 我們已經確認有問題，你的訂單 { $number } 正好在裡面，實在抱歉。不用截圖，也不用再試，點一下就給你換新的。
incident-refund = 這批 { $goods } 我們已經確認有問題，你的訂單 { $number } 正好在裡面，實在抱歉。不用截圖，點一下就給你退 { $amount }。
incident-wait = 這批 { $goods } 我們已經確認有問題，你的訂單 { $number } 正好在裡面，實在抱歉。我們正在處理，已經給你記下，不用反覆來問，也請先不要再試兌換。
incident-refunded = 訂單 { $number } 的 { $goods } 有問題，款已經退給你了，按原路到帳，通常 1～3 個工作天。
incident-new-key = 這批卡密出了問題，讓你費心了，抱歉。訂單 { $number } 換好了，舊的作廢，請用新的（點一下即可複製）：
incident-paid-back = 這批卡密出了問題，讓你費心了，抱歉。訂單 { $number } 已經給你退款 { $amount }，按原路到帳，通常 1～3 個工作天。
incident-no-stock = 新卡密剛好發完了，訂單 { $number } 已經排在前面，補貨後馬上發給你，不用再來催。著急的話點下面找客服。
incident-under-way = 訂單 { $number } 正在處理，馬上就好，請稍等一下。
incident-gone = 訂單 { $number } 已經處理過了。點下面再看一次卡密，還有問題就找客服。
incident-shop-silent = 店鋪這會兒沒有應答。已經給你記下，恢復後自動換好發到這裡，不用再點。
