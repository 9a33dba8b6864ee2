# 买家在聊天里读到的话：短、暖、说得清下一步。称呼统一用「你」。

language-name = 简体中文

## 菜单和语言

menu-greeting =
    你好，我是{ $shop }的小助手 👋
    查订单、补发卡密、常见问题我都能马上办，直接说事就行。
menu-again = 我在。想办哪件事？点一下，或者直接打字说。
language-set = 好的，接下来用中文聊。想办哪件事？
language-which = 用哪种语言聊？
button-order = 查订单
button-keys = 重发卡密
button-faq = 常见问题
button-person = 转人工
button-language = 语言 / Language
button-mine = 我的订单
button-cancel = 取消
button-no-password = 没设置密码
button-again = 再试一次
button-keys-again = 再发卡密
button-another-order = 换一个订单
button-unsolved = 还没解决
button-bot = 不用人工了
choice-beyond = 没有这一项，回复 1 到 { $count } 之间的数字，或者直接点按钮。

## 群里

group-greeting = 大家好 👋 常见问题可以在这里问我。查订单、拿卡密请私聊我，别把单号发在群里。
group-invitation = 这个私聊说更方便，点我的头像发消息就行。
group-no-orders = 订单和卡密只在私聊里说，群里大家都看得到。点我的头像私聊我，马上帮你查 🔒
group-person = 要找客服请私聊我说「转人工」，群里不方便处理你的订单。

## 闲聊

small-hello = 在的，有什么可以帮你？
small-thanks = 不客气 😊 有事随时说。
small-fine = 好嘞，有需要随时叫我。
small-bye = 再见，祝你顺顺利利 👋
small-emoji = 😊 我在，有事直接说。
small-who = 我是店里的自动小助手，查订单、补卡密很快；想找真人客服，点「转人工」就好。
small-attachment = 收到，给你留着了。图片和文件我自己看不懂，要让客服看一眼吗？

## 没听懂

not-understood-yet =
    你好 👋 这句我没太看懂，换个说法试试？
    也可以点下面的按钮，或者直接找客服。
not-understood = 没太明白你的意思，换个说法试试？也可以点下面的按钮，或者直接找客服。
sorry = 不好意思，我这边出了点问题，你的消息已经留着了。请再发一次，或者说「转人工」。
button-stale = 这个按钮过期了，重新选一下就好。
unread = 有一部分内容我打不开（{ $parts }）。用文字说一下，或者让客服来看。
unread-with-person = 有一部分内容这边打不开（{ $parts }），麻烦用文字或图片再发一次。
unread-too-big = 文件太大的话，发个链接，或者压小一点再发就好。
part-comma = 、
part-animated-sticker = 动态贴纸
part-channels = 视频号内容
part-channels_shop_order = 视频号小店订单
part-channels_shop_product = 视频号小店商品
part-checklist = 清单
part-contact = 名片
part-dice = 骰子
part-file = 文件
part-game = 小游戏
part-giveaway = 抽奖
part-giveaway_winners = 抽奖结果
part-image = 图片
part-invoice = 账单
part-link = 链接
part-location = 位置
part-meeting = 会议
part-merged_msg = 聊天记录
part-miniprogram = 小程序
part-msgmenu = 菜单消息
part-note = 笔记
part-paid_media = 付费内容
part-poll = 投票
part-schedule = 日程
part-story = 动态
part-text = 空白消息
part-too-big = 超过 20 MB 的文件
part-unsupported = 微信没转过来的内容
part-video = 视频
part-video_note = 圆形视频
part-voice = 语音

## 查订单

ask-order-number =
    把订单号发我就行，付款页或下单邮件里能找到。
    联系方式、查询密码一起发也可以。
ask-order-number-for-keys =
    好，马上帮你找卡密。先把订单号发我，付款页或下单邮件里能找到。
    联系方式、查询密码一起发也可以。
ask-contact = 找订单还差一步：下单时填的邮箱、QQ 或手机号是哪个？
ask-password =
    下单时设置的查询密码是什么？
    没设置过，就点「没设置密码」，或者回复「无」。
asked-again-order-number = 我还在等订单号，一般是一长串数字或字母，付款页能找到。不查了就回「取消」。
asked-again-contact = 我还在等下单时填的邮箱、QQ 或手机号。不查了就回「取消」。
asked-again-password = 我还在等查询密码。没设置过就回「无」，不查了就回「取消」。
cancelled = 好的，不查了。还有别的事吗？
mine-none = 这里还没有核对过的订单，查过一次以后就会记住。
mine-gone = 暂时没查到你的订单记录，发订单号我再查一次。
mine-list = 你的订单（点一下看详情）：
mine-left-out = （{ $shop }暂时没有回应，那边的订单过会儿再看。）
order-heading = 订单 { $number }：{ $status }
order-items = 商品：{ $items }
order-amount = 金额：{ $amount }
order-created = 下单：{ $time }
order-paid = 付款：{ $time }
order-delivered = 发货：{ $time }
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
status-paid-waiting = 已付款，等发货
status-processing = 处理中
status-delivered = 已发货
status-partly-delivered = 发了一部分
status-shortage = 已付款，暂时缺货
status-failed = 处理失败
status-expired = 已过期
status-at-gateway = 已付款，店铺还没到账
next-at-gateway = 你的钱已经付到支付通道了，只是店铺还没收到。不是你的问题，也不用再付一次：客服已经知道，核对好就给你处理，有进展我在这里告诉你。
next-unpaid-nowhere = 我刚问过支付通道，那边也没有收到这笔钱。没付的话，回订单页继续付就行；已经扣了款，就点「转人工」，把付款截图发来。
next-expired-nowhere = 我刚问过支付通道，那边也没有收到这笔钱，订单已经过期，重新下单就好。已经扣了款的话点「转人工」，把付款截图发来。
status-refunded = 已退款
status-partly-refunded = 已部分退款
next-unpaid = 还没收到付款。刚付过的话等一两分钟再查；没付的话，回订单页继续付就行。
next-paid-waiting = 钱已经到了，卡密还没发出来。别急，点「转人工」，客服优先帮你处理。
next-processing = 正在处理。等久了就点「转人工」，客服优先帮你催。
next-delivered = 卡密已经发出来了。没看到的话，点「再发卡密」，我在这里发你。
next-partly-delivered = 卡密只发了一部分，剩下的还欠着你。点「转人工」，客服优先补给你。
next-shortage = 钱已经到了，只是库存不够。点「转人工」，补发还是退款由客服优先帮你办。
next-failed = 这单没办成。点「转人工」，客服优先帮你处理，钱不会丢。
next-expired = 这单没付款，已经过期了，重新下单就好。已经扣了款的话点「转人工」。
next-refunded = 款已经退回，按原路到账，通常 1～3 个工作日。
next-partly-refunded = 已经退了一部分，按原路到账。金额不对就点「转人工」。

## 没查到

refused-no-match =
    没对上。看看这几样：
    • 订单号有没有少一位、多一位
    • 联系方式是不是下单时填的那个
    • 查询密码的大小写对不对，没设置过就选「没设置密码」
    实在找不到，客服可以帮你核对付款记录。
refused-too-many-tries = 试的次数有点多，为了你的订单安全先停一下。{ $wait }后再试，或者找客服核对付款记录。
refused-too-soon = 这单的卡密刚发过，往上翻翻就有。{ $wait }后可以再发一次；还是看不到就找客服。
refused-not-enough-proof = 光凭这些还不能发卡密，这是为了防止别人冒领。请客服核对一下付款记录就能发。
refused-no-keys = 这单现在没有可以发的卡密。让客服看一眼最快。
refused-shop-silent = { $shop }暂时没有回应。过几分钟再试，或者直接找客服。
refused-shop-silent-noted = { $shop }暂时没有回应。你问的我记下了，恢复了就在这里告诉你，不用守着；着急的话直接找客服。
refused-shop-silent-for-long = 抱歉，{ $shop }一整天都没有回应，你问的没能查到。点「转人工」，客服帮你核对付款记录。
refused-shop-removed = { $shop }已经不在这里了，我查不到它的订单。点「转人工」，客服帮你核对付款记录。
shop-nameless = 店铺系统
shop-back = { $shop }恢复了，你之前问的：
shop-back-order = { $shop }恢复了，你之前问的订单 { $number }：
no-keys-owed = 订单 { $number } 还没有卡密可发。{ $next }
no-keys-by-status = 订单 { $number } 没有卡密可发。{ $next }
wait-minutes = { $minutes } 分钟
wait-hours = { $hours } 小时
wait-days = { $days } 天

## 卡密

keys-which = 要哪一单的卡密？
keys-here =
    { $count ->
        [1] 订单 { $number } 的卡密，点一下或长按就能复制：
       *[other] 订单 { $number } 的 { $count } 个卡密，点一下或长按就能复制：
    }
keys-safety = 🔒 卡密只给你自己看，不要发给任何人，客服也不会向你要。
keys-vanish = 🕒 为了安全，{ $time }后这条会自动消失，先存好；需要时随时再问我要。
