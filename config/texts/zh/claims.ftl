# 卡密用不了：买家听到的话。

button-claim = 卡密用不了
button-claim-skip = 不清楚，跳过
button-claim-no-picture = 没有截图
button-claim-other-key = 是另一张

ask-order-number-for-claim = 卡密用不了？我来帮你记下，客服马上能处理。先发一下订单号（下单成功页、付款邮件里都有），联系方式、查询密码一起发也可以。
claim-which-order = 是哪一单的卡密用不了？
claim-ask-key = 订单 { $number } 里是哪一张用不了？点一下，或者把那张卡密发来：我只比对，不保存。
claim-begun = 明白了，订单 { $number } 的 { $key }。问几句，客服就能直接处理：
claim-begun-until = 明白了，订单 { $number } 的 { $key }，保修到 { $until }。问几句，客服就能直接处理：
claim-ask-error = 兑换页面提示什么？把文字照着发来，或者直接发截图。
claim-ask-screenshot = 有提示页面的截图吗？发一张过来。
claim-ask-region = 你的账号是哪个国家或地区的？
claim-ask-tried-at = 大概什么时候试的？试了几次？
claim-picture = 截图收到了。
claim-not-read = 这个我看不懂，用文字或图片发给我吧。
claim-elsewhere = 这张不是订单 { $number } 的，是另外一单的卡密。请核对一下，或者换那一单来查。
claim-strange = 这张不是本店发出的卡密。可能复制漏了，或者是别家买的？再核对一下，点下面的或重新发来。
claim-not-here = 这张和订单 { $number } 的都对不上。可能复制漏了，再核对一下，点下面的或重新发来。
claim-replaced = { $key } 之前已经换过了，新的是 { $new }。请用新的那张；没找到的话，我再发一遍给你。
claim-open = { $key } 你 { $time } 已经报过了，客服正在处理，不用再填一遍。想补充什么，直接找客服说。
claim-late = 很抱歉，{ $key } 保修到 { $until }，已经过期了。有特别的情况，可以和客服说说看。
claim-no-keys = 订单 { $number } 还没有发出过卡密，所以没有可以报的。没收到卡密的话，点下面找客服。
claim-day = { $month }{ $day }日
claim-day-year = { $year }年{ $month }{ $day }日
claim-passed-on = 都记下了，已经转给正在帮你的客服。
handover-key-claim = 都记下了，已经转给客服处理这张卡密，不用再说一遍。
