# 同一位买家的几个聊天软件：关联、确认、取消。

button-link = 关联其他聊天
button-unlink = 取消关联
button-link-yes = 是我，关联
button-link-no = 不是我
link-code = 你的关联码，10 分钟内有效，只能用一次：
link-code-how =
    到另一个聊天软件里发给我们的机器人，两边就能合成一位买家。
    🔒 别把它给任何人，客服也不会向你要。
link-offered =
    收到关联码，它来自{ $channel }。是你自己要的码吗？
    关联后，两边核对过的订单和卡密，两边都能查。码是别人给你的，就点「不是我」。
link-met =
    尾号 { $order } 的订单，在{ $channel }的另一个聊天里也核对过。
    那边也是你的话，可以关联起来，两边的订单就都能查。不是你就别点，说明还有人知道这单的查询密码。
link-waits = 就差一步：回到{ $channel }那个聊天，点一下「是我，关联」。
link-asked =
    有人在{ $channel }发来了你的关联码。是你自己吗？
    点「是我，关联」后，那边就能查到你的订单和卡密。
link-asked-order =
    有人在{ $channel }核对了你尾号 { $order } 的订单，说他就是你。是你自己吗？
    点「是我，关联」后，那边就能查到你所有核对过的订单和卡密。
link-linked = ✅ 关联好了：这里和{ $channel }的聊天现在算同一位买家，核对过的订单两边都能查。想分开，随时说「取消关联」。
link-unlinked = 已取消关联。别的聊天查不到你在这里的订单，这里也只保留你在这里核对过的。
link-unlinked-there = { $channel }的那个聊天已经和这里取消关联，彼此的订单不再互通。
link-declined = 好的，没有关联。
link-wrong = 这个关联没成：码不对、过期了，或者已经用过。要再试，就在另一个聊天里重新要一个码。
link-same = 这个码就来自你自己的聊天，不用再关联。到另一个聊天软件里发给我们才有用。
link-too-many-tries = 试的次数有点多，为了你的订单安全先停一下，{ $wait }后再试。
link-too-many-chats = 已经关联了很多个聊天，不能再加了。先在不用的聊天里说「取消关联」。
link-alone = 这里没有和别的聊天关联。
link-in-private = 关联聊天请私聊我说，群里大家都看得到 🔒

## 聊天软件怎么叫

channel-web = 网页
channel-telegram = Telegram
channel-wechat = 微信
channel-wecom = 微信客服
channel-discord = Discord
channel-fake = 测试渠道
