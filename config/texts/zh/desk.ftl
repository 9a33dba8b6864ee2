# 人工这一侧：客服在工单里看到的话。

## 工单卡片

desk-card = #{ $number } { $buyer } · { $channel } · { $language }
desk-card-state = { $state } · { $reason }
desk-card-left = ✉️ { $channel }：还能发 { $left }/{ $total } 条，{ $until } 前有效（买家再来信就重新计数）
desk-card-later = ⏳ { $channel }：这会儿发不出去，写好的回复会在买家下次来信时自动送达
desk-card-orders = 订单：
desk-card-tried = 机器人这边：
desk-nameless = 未留名买家
desk-state-waiting = 🟡 等人接
desk-state-taken = 🟢 { $agent } 在处理
desk-state-closed = ⚪ 已结束
desk-state-moved = ↪️ 已转到 { $room }
desk-language-zh = 简体中文
desk-language-zh-Hant = 繁体中文
desk-language-en = 英文
desk-language-es = 西班牙文
desk-button-take = 接单
desk-button-order = 查订单
desk-button-resend = 再发卡密
desk-button-note = 备注
desk-button-close = 结束
desk-button-prove = 请买家核对
desk-button-release = 再发一次

reason-asked = 买家要人工
reason-cannot-prove = 订单核对不上
reason-came-back = 结束后又来了
reason-complaint = 投诉、不满
reason-delivery = 卡密没送达
reason-key-again = 要再发卡密
reason-key-fails = 卡密有问题
reason-no-key = 已付款没卡密（加急）
reason-faq-asked = 看完常见问题要人工
reason-faq-priority = 紧急类问题（机器人已先答）
reason-faq-unsolved = 常见问题没解决
reason-shop-silent = 店铺系统没回应
reason-two-misses = 机器人两次没听懂
reason-unsolved = 买家说还没解决
reason-other = { $reason }

tried-faq = 看过常见问题：{ $about }
tried-faq-offered = 推荐过常见问题：{ $about }
tried-order = 查订单 { $about }
tried-keys = 要卡密 { $about }
tried-keys-sent = 已发卡密 { $about }
tried-miss = 没听懂：{ $about }

## 工单里的提示

desk-pressed = 买家点了「{ $label }」
desk-password-hidden = 买家输入了查询密码（不显示）
desk-deleted = { $buyer } 撤回了这条消息
desk-forwarded = ↪️ 转发自 { $name }
desk-forwarded-hidden = ↪️ 转发自不公开姓名的人
desk-via = 🤖 通过 { $bot } 发送
desk-unread = 买家还发了这里打不开的内容：{ $parts }
desk-unread-agent = 这部分没法转给买家：{ $parts }
desk-dismissed = { $buyer } 不需要人工了，交回机器人。
desk-came-back = { $buyer } 又来了，工单重新打开。
desk-waiting = ⏰ { $buyer } 已经等了 { $minutes } 分钟，还没人接。
desk-contact-lost = 买家屏蔽或离开了，现在发不到。
desk-contact-back = 买家回来了，可以正常收消息。
desk-thread-anew = ⚠️ 这个工单原来的话题被删除了，这里是新话题；之前的消息看不到了，输入 /history 可以看机器人做过什么。
desk-unreachable = ⚠️ 买家目前收不到消息（屏蔽或离开）。
desk-taken-by = 这单由 { $agent } 接着；你的话也发给买家了。
desk-taken-already = 这单 { $agent } 已经接了。要换你来接，输入 /take。
desk-yours = 这单已经是你的了。
desk-closed = { $agent } 结束了工单，聊天交回机器人。
desk-closed-later = { $agent } 结束了工单，聊天交回机器人。还没送出的话不会丢，买家下次来信时自动送达。
desk-closed-already = 工单已经结束了。
desk-no-ticket = 这个话题没有对应的工单，买家收不到这条消息。
desk-unknown-command = 没有这个命令，没有发给买家。输入 /help 看用法。
desk-help =
    直接打字、发图就是回复买家。
    /take 接单 · /close [留言] 结束
    /resend [订单号] 把卡密再发给买家（你看不到卡密）
    /order 订单号 查任意订单
    /note 内容，或以 // 开头：只在内部看
    /delete 回复一条你发的消息：在买家那边撤回
    /open 没结束的工单 · /search 找工单 · /stats 今天的情况
    /lang 换买家的语言（zh、zh-Hant、en、es） · /history 看机器人做过什么
    /learn 回复同事的答复：变成常见问题 · /faq 常见问题
desk-room-help =
    这里是大家的频道，随便聊，买家看不到。还可以看全部工单：
    /open 没结束的，等得最久的在前
    /search 工单号、买家名字或订单号
    /stats 今天的情况
    /faq 常见问题：看、找、改、加（/faq help）
    回复买家，请到他自己的话题里打字。
desk-help-rooms =
    /move 客服群 把这个工单转到别的群，买家不会察觉
    /open、/stats 只看本群的，加 all 看全部
desk-room-help-rooms = 有几个客服群：/open、/stats 只看本群的，加 all 看全部；/search 总是找全部。
desk-note-how = 要写备注，就在这里发「/note 内容」，或者以 // 开头，买家看不到。
desk-delete-which = 回复要撤回的那条消息，内容写 /delete。
desk-delete-asked = 好，正在买家那边撤回。只有客服发给买家的消息能撤回，太久以前的平台可能不让撤。
desk-delete-cannot = 买家用的渠道不能撤回消息，他还看得到。
desk-forwarded-command = 转发来的命令和备注不会执行，也没有发给买家。
desk-resend-which = 再发哪一单的卡密？
desk-resend-asked = 正在取卡密，直接发给买家。
desk-resend-unproven = 买家还没核对过这单，不能发卡密。可以请买家核对：订单号、联系方式、查询密码。
desk-prove-asked = 已请买家核对订单，通过后卡密直接发给买家。
desk-move-which =
    转到哪个客服群？输入 /move 加群名，写一部分也行：
    { $rooms }
desk-move-unknown =
    没有叫「{ $wanted }」的客服群，或者不止一个。可以转到：
    { $rooms }
desk-move-nowhere = 只有这一个客服群，没有别处可转。
desk-move-here = 工单已经在这个群了。
desk-moved = ↪️ { $agent } 把工单转到了 { $room }。买家的消息从现在起出现在那边；要转回来，在这里输入 /move { $here }
desk-moved-from = ↪️ { $agent } 从 { $room } 转来，买家还不知道换了人。
desk-moved-back = ↪️ 工单转回来了。
desk-moved-hint = 没有发给买家：这位买家的工单现在在 { $room }。要转回来，输入 /move { $here }
desk-moved-closed = 没有发给买家：这位买家的工单转到了 { $room }，已经结束。
desk-order-which = 要查哪一单？例如 /order KD20251122000017
desk-order-shown = 机器人给买家看了订单 { $number }。
desk-key-sent = 🔑 订单 { $number } 的卡密已发给买家：{ $keys }
desk-key-ready = 🔑 订单 { $number } 的卡密备好了：{ $keys }。买家下次来信时自动发出，不用补发。
desk-released = 好，再发一次。
desk-open = 没结束的工单 { $count } 个：
desk-open-none = 没有等着处理的工单，都办完了 👍
desk-search = 找到 { $count } 个：
desk-search-none = 没找到。试试工单号、买家名字的一部分，或者订单号（至少 4 位）。
desk-search-which = 要找什么？例如 /search 小明，也可以是工单号、订单号。
desk-list-more = ……还有 { $count } 个
desk-waits-since = 等了 { $time }
desk-closed-ago = { $time }前结束
desk-stats-today = 📊 今天（{ $day }）
desk-stats-daily = 📊 过去 24 小时（截至 { $day }）
desk-stats =
    新工单 { $opened } · 已答复 { $answered } · 已结束 { $closed }
    第一次答复用了（中位数）：{ $median }
    现在没结束的 { $open } 个，其中 { $waiting } 个在等答复
desk-stats-none = 还没有答复
desk-inquiry-failed = 现在查不出来，过几分钟再试。
desk-failed = 刚才这条没处理好，已经留着了，请再发一次。
desk-language-which = 用 /lang zh、/lang zh-Hant（繁体）、/lang en 或 /lang es。
desk-language-set = 买家的语言改为{ $language }。
desk-history = { $opened } 开单
desk-history-none = 机器人没有记录。
desk-refused-no-match = 订单没查到，或者核对不上。
desk-refused-too-many-tries = 核对次数太多，暂时锁住了。
desk-refused-too-soon = 这单的卡密刚发过，要过一会儿才能再发。
desk-refused-not-enough-proof = 核对的信息不够，不能发卡密。
desk-refused-no-keys = 这单没有可以发的卡密。
desk-refused-shop-silent = 店铺系统没有回应，过几分钟再试。
desk-refused-shop-removed = 这单的店铺已经不在设置里了，查不到。
desk-awaits-shop = 🔌 { $shop }没有回应。买家问的已经记下，恢复后我会自动答复他。

## 平台限制条数的渠道

desk-allowance-last = ✉️ 还能发 1 条：想说的最好合在一条里。
desk-allowance-used-up = ✉️ 额度用完：之后写的会在买家下次来信时一起送达，不用重发。
desk-allowance-waits = ⏳ 对方平台这会儿不让发，先替你留着；买家下次来信时自动送达，之后写的也一样。
desk-allowance-key-waits = ⏳ 卡密先留着，买家下次来信时自动发出，不用补发。
desk-window-ends = ⏰ { $buyer } 还在等回复：{ $until } 前还能发 { $left } 条，过了就要等买家再来信。

## 没送达

desk-undelivered = ❌ 没送到买家：{ $why }
desk-not-shown = ❌ 买家的这条消息没法显示在这里：{ $why }
desk-key-undelivered = ❌ 卡密没送到买家：{ $why }
desk-key-held = ⚠️ 卡密可能送到了，也可能没有：{ $why }。先问问买家；没收到再点「再发一次」。
why-blocked = 买家屏蔽了我们或已离开
why-content = 平台不接受这个内容
why-doubt = 平台没有确认，不知道到没到
why-sealed = 卡密解不开，请检查密钥设置
why-channel = 这个渠道没有配置
why-other = { $why }

## 同一位买家的其他聊天

desk-code-hidden = 买家输入了关联码（不显示）
desk-kin-chat = 👥 也在{ $channel }
desk-kin-ticket = 👥 也在{ $channel }：#{ $number } { $state }
desk-kin-linked = 👥 买家证明了{ $channel }的那个聊天也是他的。
desk-kin-unlinked = 👥 这位买家的聊天取消了关联，别处的订单不再算数。
desk-kin-open = ⚠️ 同一位买家在{ $channel }的 #{ $number } 也开着：{ $state }。先看一眼，别重复处理。
desk-unlinked = 好，这个聊天和买家的其他聊天分开了。
desk-unlink-alone = 这个聊天没有和别的聊天关联。
desk-kin-history = 也在{ $channel }，机器人做过：
desk-kin-help = /unlink 把这个聊天和买家的其他聊天分开
