# 序號用不了：買家聽到的話。

button-claim = 序號用不了
button-claim-skip = 不清楚，跳過
button-claim-no-picture = 沒有截圖
button-claim-other-key = 是另一組

ask-order-number-for-claim = 序號用不了？我來幫你記下，客服馬上能處理。先傳一下訂單編號（下單成功頁、付款信裡都有），聯絡方式、查詢密碼一起傳也可以。
claim-which-order = 是哪一筆訂單的序號用不了？
claim-ask-key = 訂單 { $number } 裡是哪一組用不了？點一下，或把那組序號傳來：我只比對，不保存。
claim-begun = 明白了，訂單 { $number } 的 { $key }。問幾句，客服就能直接處理：
claim-begun-until = 明白了，訂單 { $number } 的 { $key }，保固到 { $until }。問幾句，客服就能直接處理：
claim-ask-error = 兌換頁面顯示什麼？把文字照著傳來，或直接傳截圖。
claim-ask-screenshot = 有那個頁面的截圖嗎？傳一張過來。
claim-ask-region = 你的帳號是哪個國家或地區的？
claim-ask-tried-at = 大概什麼時候試的？試了幾次？
claim-picture = 截圖收到了。
claim-not-read = 這個我看不懂，用文字或圖片傳給我吧。
claim-elsewhere = 這組不是訂單 { $number } 的，是另一筆訂單的序號。請核對一下，或換那一筆來查。
claim-strange = 這組不是本店發出的序號。可能複製漏了，或是別家買的？再核對一下，點下面的或重新傳來。
claim-not-here = 這組和訂單 { $number } 的都對不上。可能複製漏了，再核對一下，點下面的或重新傳來。
claim-replaced = { $key } 之前已經換過了，新的是 { $new }。請用新的那組；沒找到的話，我再傳一次給你。
claim-open = { $key } 你 { $time } 已經回報過了，客服正在處理，不用再填一次。想補充什麼，直接找客服說。
claim-late = 很抱歉，{ $key } 保固到 { $until }，已經過期了。有特別的情況，可以和客服說說看。
claim-no-keys = 訂單 { $number } 還沒有發出過序號，所以沒有可以回報的。沒收到序號的話，點下面找客服。
claim-day = { $month }{ $day }日
claim-day-year = { $year }年{ $month }{ $day }日
claim-passed-on = 都記下了，已經轉給正在幫你的客服。
handover-key-claim = 都記下了，已經轉給客服處理這組序號，不用再說一次。
