# 轉人工時買家聽到的話。

handover-asked = 好的，已經幫你叫客服了。
handover-two-misses = 我沒弄懂，已經請客服來幫你了。
handover-complaint = 很抱歉讓你不愉快。已經請客服來處理，前面的對話他看得到。
handover-no-key = 已付款沒拿到序號，這筆訂單已經用急件轉給客服了。
handover-faq-priority = 這件事很重要，已經同時轉給客服了。
handover-came-back = 收到，還是這件事對吧？已經轉回給客服。
handover-unsolved = 還沒解決對吧，馬上請客服接著處理。
handover-shop-silent = 商店系統沒有回應，已經請客服幫你查。
handover-delivery = 剛才那組序號可能沒送到，已經請客服確認，不用重複下單。
handover-now = 客服會在這個聊天裡回你，有什麼直接接著說、傳截圖都可以。
handover-later = 客服 { $hours } 在線上，{ $opens } 上班後會優先回你。先把情況和截圖傳在這裡就好。
passed-on = 已轉達，客服看到就會回你。
still-waiting = 客服還在忙，沒有忘記你，請再等一下。
agent-arrived = 客服 { $agent } 來了，接下來由他幫你。
agent-asks-proof = 客服想先核對一下你的訂單。
agent-forwarded = ↪️ 轉傳的訊息
closed = 這次就先到這裡。還有問題就點「還沒解決」，或直接傳訊息。
back-to-bot = 好的，不轉人工了，我繼續幫你。
