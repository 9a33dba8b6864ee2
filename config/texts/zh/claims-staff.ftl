# 卡密用不了：客服看到的话。

reason-key-claim = 卡密用不了（情况已问好）
tried-claim = 说卡密用不了 { $about }
tried-claimed = 报了用不了的卡密 { $about }
desk-kind-claimed = 报用不了

desk-claim = 🧯 卡密用不了，买家说的情况：
desk-claim-unfinished = 🧯 卡密用不了，还没问完：
desk-claim-key = 卡密：{ $key }（这单共 { $count } 张）
desk-claim-again = 报过：{ $time }，同一位买家（{ $channel }）
desk-claim-by-other = ⚠️ 这张别人也报过：{ $time }，{ $buyer }（{ $channel }）
desk-claim-until = 保修到：{ $time }
desk-claim-over = ⏰ 已过保修：{ $time }
desk-claim-elsewhere = ⚠️ 他发来的卡密是另外一单的。
desk-claim-strange = ⚠️ 他发来的卡密不是本店发出的。
desk-claim-not-here = ⚠️ 他发来的卡密和这单的对不上。
desk-claim-replaced = 🔁 这张已经换成 { $new }。
desk-claim-open = 这张他报过，工单还开着。
desk-claim-late = 买家已知道过了保修。
desk-claim-no-keys = 这单还没有发出过卡密。
desk-claim-said = { $label }：{ $words }
desk-claim-said-error = 提示
desk-claim-said-screenshot = 截图
desk-claim-said-region = 账号地区
desk-claim-said-tried-at = 什么时候试的
desk-claim-said-more = 补充
desk-claim-none = 没有
desk-claim-key-hidden = 买家发了一张卡密来比对（不显示）
desk-claim-pictures = 截图：{ $count } 张
