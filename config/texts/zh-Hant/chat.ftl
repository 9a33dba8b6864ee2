# 買家在聊天裡讀到的話：短、暖、說得清下一步。稱呼一律用「你」。

language-name = 繁體中文

## 選單和語言

menu-greeting =
    你好，我是{ $shop }的小幫手 👋
    查訂單、補發序號、常見問題我都能馬上處理，直接說就可以。
menu-again = 我在。需要什麼？點一下，或直接打字告訴我。
language-set = 好的，接下來用繁體中文聊。需要什麼？
language-which = 想用哪種語言聊？
button-order = 查訂單
button-keys = 重發序號
button-faq = 常見問題
button-person = 轉人工
button-language = 語言 / Language
button-mine = 我的訂單
button-cancel = 取消
button-no-password = 沒設密碼
button-again = 再試一次
button-keys-again = 再傳一次序號
button-another-order = 換一筆訂單
button-unsolved = 還沒解決
button-bot = 不用真人了
choice-beyond = 沒有這一項，請回覆 1 到 { $count } 之間的數字，或直接點按鈕。

## 群組裡

group-greeting = 大家好 👋 常見問題可以在這裡問我。查訂單、拿序號請私訊我，別把訂單編號貼在群組裡。
group-invitation = 這個私訊說比較方便，點我的頭像傳訊息就可以。
group-no-orders = 訂單和序號只在私訊裡說，群組裡大家都看得到。點我的頭像私訊我，馬上幫你查 🔒
group-person = 要找客服請私訊我說「轉人工」，群組裡不方便處理你的訂單。

## 閒聊

small-hello = 在的，有什麼可以幫你？
small-thanks = 不客氣 😊 有事隨時說。
small-fine = 好的，有需要隨時叫我。
small-bye = 再見，祝你一切順利 👋
small-emoji = 😊 我在，有事直接說。
small-who = 我是店裡的自動小幫手，查訂單、補序號很快；想找真人客服，點「轉人工」就好。
small-attachment = 收到，幫你留著了。圖片和檔案我自己看不懂，要請客服看一下嗎？

## 沒聽懂

not-understood-yet =
    你好 👋 這句我不太懂，換個說法試試？
    也可以點下面的按鈕，或直接找客服。
not-understood = 不太確定你的意思，換個說法試試？也可以點下面的按鈕，或直接找客服。
sorry = 不好意思，我這邊出了點問題，你的訊息有留著。請再傳一次，或說「轉人工」。
button-stale = 這個按鈕過期了，重新選一下就好。
unread = 有一部分內容我打不開（{ $parts }）。請用文字說一下，或讓客服來看。
unread-with-person = 有一部分內容這邊打不開（{ $parts }），麻煩用文字或圖片再傳一次。
unread-too-big = 檔案太大的話，傳連結，或壓縮小一點再傳就好。
part-comma = 、
part-animated-sticker = 動態貼圖
part-channels = 視頻號內容
part-channels_shop_order = 視頻號小店訂單
part-channels_shop_product = 視頻號小店商品
part-checklist = 清單
part-contact = 名片
part-dice = 骰子
part-file = 檔案
part-game = 小遊戲
part-giveaway = 抽獎
part-giveaway_winners = 抽獎結果
part-image = 圖片
part-invoice = 帳單
part-link = 連結
part-location = 位置
part-meeting = 會議
part-merged_msg = 聊天紀錄
part-miniprogram = 小程式
part-msgmenu = 選單訊息
part-note = 筆記
part-paid_media = 付費內容
part-poll = 投票
part-schedule = 行程
part-story = 限時動態
part-text = 空白訊息
part-too-big = 超過 20 MB 的檔案
part-unsupported = 微信沒轉過來的內容
part-video = 影片
part-video_note = 圓形影片
part-voice = 語音

## 查訂單

ask-order-number =
    把訂單編號傳給我就可以，付款頁或訂單信裡找得到。
    聯絡方式、查詢密碼一起傳也可以。
ask-order-number-for-keys =
    好，馬上幫你找序號。先把訂單編號傳給我，付款頁或訂單信裡找得到。
    聯絡方式、查詢密碼一起傳也可以。
ask-contact = 還差一步：下單時填的信箱、QQ 或手機號碼是哪個？
ask-password =
    下單時設的查詢密碼是什麼？
    沒設過，就點「沒設密碼」，或回覆「無」。
asked-again-order-number = 我還在等訂單編號，通常是一長串數字或字母，付款頁找得到。不查了就回「取消」。
asked-again-contact = 我還在等下單時填的信箱、QQ 或手機號碼。不查了就回「取消」。
asked-again-password = 我還在等查詢密碼。沒設過就回「無」，不查了就回「取消」。
cancelled = 好的，不查了。還有別的事嗎？
mine-none = 這裡還沒有核對過的訂單，查過一次就會記住。
mine-gone = 暫時查不到你的訂單紀錄，把訂單編號傳給我，我再查一次。
mine-list = 你的訂單（點一下看詳情）：
mine-left-out = （{ $shop }暫時沒有回應，那邊的訂單等一下再看。）
order-heading = 訂單 { $number }：{ $status }
order-items = 商品：{ $items }
order-amount = 金額：{ $amount }
order-created = 下單：{ $time }
order-paid = 付款：{ $time }
order-delivered = 出貨：{ $time }
time-today = 今天 { $time }
time-tomorrow = 明天（{ $month }{ $day }日）{ $time }
time-yesterday = 昨天 { $time }
time-days-ago = { $days } 天前（{ $month }{ $day }日 { $time }）
time-date = { $month }{ $day }日 { $time }
time-date-year = { $year }年{ $month }{ $day }日 { $time }
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
status-unpaid = 待付款
status-paid-waiting = 已付款，等待出貨
status-processing = 處理中
status-delivered = 已出貨
status-partly-delivered = 部分出貨
status-shortage = 已付款，暫時缺貨
status-failed = 處理失敗
status-expired = 已過期
status-at-gateway = 已付款，商店還沒入帳
next-at-gateway = 你的錢已經付到支付通道了，只是商店還沒收到。不是你的問題，也不用再付一次：客服已經知道，核對好就幫你處理，有進展我在這裡告訴你。
next-unpaid-nowhere = 我剛問過支付通道，那邊也沒有收到這筆錢。還沒付的話，回訂單頁繼續付就行；已經扣款，就點「轉人工」，把付款截圖傳來。
next-expired-nowhere = 我剛問過支付通道，那邊也沒有收到這筆錢，訂單已經過期，重新下單就好。已經扣款的話點「轉人工」，把付款截圖傳來。
status-refunded = 已退款
status-partly-refunded = 已部分退款
next-unpaid = 還沒收到付款。剛付完的話等一兩分鐘再查；還沒付的話，回訂單頁繼續付款就可以。
next-paid-waiting = 款項已經收到，序號還沒發出來。別擔心，點「轉人工」，客服會優先幫你處理。
next-processing = 正在處理。等太久就點「轉人工」，客服會優先幫你催。
next-delivered = 序號已經發出了。沒看到的話，點「再傳一次序號」，我在這裡傳給你。
next-partly-delivered = 序號只發了一部分，剩下的還沒給你。點「轉人工」，客服會優先補給你。
next-shortage = 款項已經收到，只是庫存不足。點「轉人工」，補發或退款客服都會優先幫你處理。
next-failed = 這筆訂單沒有成功。點「轉人工」，客服會優先幫你處理，錢不會不見。
next-expired = 這筆訂單沒付款，已經過期了，重新下單就好。已經扣款的話點「轉人工」。
next-refunded = 已經退款，會退回原付款方式，通常 1～3 個工作天入帳。
next-partly-refunded = 已經退了一部分，會退回原付款方式。金額不對就點「轉人工」。

## 沒查到

refused-no-match =
    資料對不上。請看看這幾項：
    • 訂單編號有沒有少一碼、多一碼
    • 聯絡方式是不是下單時填的那個
    • 查詢密碼的大小寫對不對，沒設過就選「沒設密碼」
    真的找不到，客服可以幫你核對付款紀錄。
refused-too-many-tries = 試的次數有點多，為了你的訂單安全先暫停一下。{ $wait }後再試，或找客服核對付款紀錄。
refused-too-soon = 這筆訂單的序號剛傳過，往上滑就看得到。{ $wait }後可以再傳一次；還是看不到就找客服。
refused-not-enough-proof = 只有這些還不能給序號，這是為了防止別人冒領。請客服核對一下付款紀錄就可以了。
refused-no-keys = 這筆訂單目前沒有可以傳的序號。請客服看一下最快。
refused-shop-silent = { $shop }暫時沒有回應。過幾分鐘再試，或直接找客服。
refused-shop-silent-noted = { $shop }暫時沒有回應。你問的我記下了，恢復了就在這裡告訴你，不用守著；急的話直接找客服。
refused-shop-silent-for-long = 抱歉，{ $shop }一整天都沒有回應，你問的沒能查到。點「轉人工」，客服幫你核對付款紀錄。
refused-shop-removed = { $shop }已經不在這裡了，我查不到它的訂單。點「轉人工」，客服幫你核對付款紀錄。
shop-nameless = 商店系統
shop-back = { $shop }恢復了，你之前問的：
shop-back-order = { $shop }恢復了，你之前問的訂單 { $number }：
no-keys-owed = 訂單 { $number } 還沒有序號可以傳。{ $next }
no-keys-by-status = 訂單 { $number } 沒有序號可以傳。{ $next }
wait-minutes = { $minutes } 分鐘
wait-hours = { $hours } 小時
wait-days = { $days } 天

## 序號

keys-which = 要哪一筆訂單的序號？
keys-here =
    { $count ->
        [1] 訂單 { $number } 的序號，點一下或長按就能複製：
       *[other] 訂單 { $number } 的 { $count } 組序號，點一下或長按就能複製：
    }
keys-safety = 🔒 序號只給你自己看，不要傳給任何人，客服也不會跟你要。
keys-vanish = 🕒 為了安全，{ $time }後這則會自動消失，請先存好；需要時隨時再跟我要。
