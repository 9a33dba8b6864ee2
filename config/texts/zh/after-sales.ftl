# 售后：换卡密、退款、库存、售后记录，客服看到的话。

desk-button-replace = 换卡密
desk-button-refund = 退款
desk-button-approve = 同意
desk-button-refuse = 不同意
desk-button-vouch = 确认是他的，继续
desk-button-alone = 我确认，就这么办

desk-after-help =
    /replace [订单号] [原因] 换一张新卡密给买家 · /refund [订单号] 金额 原因
    /stock [商品] 库存 · /replacements [订单号] 补发、换卡、退款的记录
desk-room-help-after =
    /order 订单号 查任意订单
    /stock [商品] 库存
    /replacements [订单号] 补发、换卡、退款的记录

desk-replace-number = 要换哪一单？例如 /replace KD20251122000017 兑换时提示已使用
desk-replace-which = 换哪一单的卡密？
desk-refund-number = 要退哪一单？例如 /refund KD20251122000017 9.90 兑换失败
desk-refund-which = 退哪一单？
desk-refund-how = 写上金额和原因，例如：/refund { $number } 9.90 兑换失败。全退就把金额写成「全额」。

desk-replaced = 🔁 订单 { $number }：{ $bad } 换成 { $new }，新的已直接发给买家。
desk-replaced-later = 🔁 订单 { $number }：{ $bad } 换成 { $new }，新的备好了，买家下次来信时自动发出。
desk-visible-in-order = 店铺的订单页上也是新的。
desk-visible-detached = 店铺的订单页还是旧的，新的记在这里；再发卡密时发的是新的。
desk-refunded = 💰 订单 { $number }：退款 { $amount } 登记好了。
desk-refunded-in-order = 店铺里也记上了，钱请在收款平台退。
desk-refunded-detached = 这家店铺没有退款记录，只记在这里；钱请在收款平台退。
desk-refunded-wallet = 已退到买家在店铺的余额。

desk-after-which-key = 订单 { $number } 有几张卡密，哪一张用不了？
desk-after-just-now = 订单 { $number } 的这张是刚刚换上的。它也用不了，就点它再换一张。
desk-after-whose = 买家还没有完整核对过订单 { $number }。确定是这位买家的吗？你的确认会记下来。
desk-after-needs-second = ✋ { $agent } 想{ $what }，要另一位同事同意。
desk-after-wants-replaced = 给订单 { $number } 换一张卡密（{ $bad }，{ $amount }）
desk-after-wants-refunded = 给订单 { $number } 退款 { $amount }
desk-after-reason = 原因：{ $reason }
desk-second-amount = 金额超过了一个人能定的上限。
desk-second-count = 24 小时里已经办了好几次。
desk-second-late = 发货已经很久了。
desk-after-own = 自己提的要另一位同事来点。只有你一个人的话，把自己的编号写进 desk.admins。
desk-after-not-admin = 这个要管理员来点。
desk-after-alone = 这是你自己提的，店里也只有你一位管理员。再确认一次，会记下来。
desk-after-refused = 🚫 { $agent } 没有同意订单 { $number } 的这个请求，什么都没动。
desk-after-already = 订单 { $number } 的这个已经办好了（{ $agent }），没有再办一次。
desk-after-busy = { $agent } 正在办订单 { $number } 的这个，稍等一下。
desk-after-no-order = 没查到这个订单。
desk-after-no-keys = 这单还没有发过卡密，没有可换的。
desk-after-no-such-key = 这张已经换过了，或者不是这单的。
desk-after-gone = 这个按钮太旧了，请重新来一次。
desk-after-too-much = 超过了能退的：这单最多还能退 { $left }。
desk-after-nothing-left = 这单没有可退的了（没付款，或者已经退完、正等同事同意）。
desk-after-shop-removed = 这单的店铺已经不在设置里了，这件事先停在这里，台账（/replacements）里看得到。店铺接回来后，再办一次就从停下的地方继续，不会多发、多退。
desk-after-silent = 店铺系统没有回应。我会一直接着试，办好了马上告诉你，不用再点；不会多发一张，也不会多退一次。
desk-after-failed-no-stock = 没有库存了，没换成，什么都没动。补货以后再点一次，或者退款。
desk-after-failed-unable-replaced = 这家店铺不支持在这里换卡密：请在店铺后台处理，或者退款。
desk-after-failed-unable-refunded = 这家店铺不能退到余额：请在收款平台退，再用 /refund 登记。
desk-after-failed = 店铺不让办，什么都没动：{ $why }

desk-stock = 📦 库存：
desk-stock-none = 没有找到在卖的商品，换个词试试。
desk-stock-left =
    { $left ->
        [0] ：⚠️ 卖完了
       *[other] ：还有 { $left }
    }
desk-stock-unknown = ：不限，或者店铺不告诉
desk-stock-more = ……还有更多，加个词再找：/stock 商品名

desk-ledger = 🧾 最近的补发、换卡、退款：
desk-ledger-of = 🧾 订单 { $number }：
desk-ledger-none = 还没有补发、换卡或退款的记录。
desk-ledger-buyer = { $buyer }（{ $channel }）
desk-ledger-self = { $buyer } 自己取的
desk-ledger-agent = { $agent } → { $buyer }
desk-ledger-agreed = { $agent }（{ $second } 同意）→ { $buyer }
desk-kind-replaced = 换卡密
desk-kind-refunded = 退款
desk-kind-resent = 补发
desk-stage-asked = 等同事同意
desk-stage-approved = 办理中
desk-stage-set-aside = 办理中
desk-stage-taken = 正在发出
desk-stage-sent = 已办好
desk-stage-refused = 没有同意
desk-stage-rests = ⏸ 停住：店铺不在设置里
desk-stage-failed = 没办成
desk-page-in-order = 店铺页面看得到
desk-page-detached = 店铺页面看不到
