# 命令行：kamidesk init、run、demo、check …

cli-init-hello = 几个小问题，店铺就能开张（直接回车用括号里的默认值）：
cli-init-name = 店铺名称（买家看到的）
cli-init-language = 买家的默认语言（zh、zh-Hant、en 或 es）
cli-init-address = 对外网址（https://…，先在本机试用就留空）
cli-init-database = 数据库（postgresql://…，留空用自带的 SQLite）
cli-init-agent = 第一位客服怎么称呼
cli-init-again = { $file } 已经有了。要再问一遍吗？（只改你这次重新回答的，其余原样保留）
cli-init-kept = { $file } 已经有了，没有改动。想重写请去掉 --yes 再运行一次。
cli-init-written = 写好了：{ $folder } 里的 kamidesk.toml（设置）和 kamidesk.env（密钥，只有你能读）。请把 kamidesk.env 另存一份：丢了它，库里的卡密谁也读不出来。
cli-init-next = 下一步：kamidesk check 看看还缺什么，然后 kamidesk run 开始营业。

cli-telegram-use = 要用 Telegram 吗？（买家找店铺机器人，客服在自己的群里回复）
cli-telegram-change = Telegram 已经设置过了，要改吗？
cli-telegram-botfather = 在 Telegram 里打开 @BotFather，发 /newbot 建两个机器人：一个给买家（店铺机器人），一个给客服群（客服机器人）。每建好一个，它会给你一串令牌（token）。下面输入时不会显示出来。
cli-telegram-shop-token = 店铺机器人的令牌
cli-telegram-staff-token = 客服机器人的令牌
cli-telegram-keep = （回车：保留原来的）
cli-telegram-skip = （回车：先不用）
cli-telegram-no-token = 这不像令牌。令牌是 @BotFather 给的一整行，形如 123456789:AAE…，请整行复制。
cli-telegram-wrong-token = Telegram 不认识这个令牌：可能少复制了几个字，或者已经作废。在 @BotFather 里发 /mybots，选这个机器人，点 API Token 再复制一次。
cli-telegram-away = 连不上 { $address }，没法验证这个令牌。请看看网络；要走代理就设置 HTTPS_PROXY，自建的 Bot API 服务器就设置 KAMIDESK_TELEGRAM_URL。
cli-telegram-keep-unseen = 先把令牌存下来吗？（以后用 kamidesk check 再验证）
cli-telegram-same = 这是同一个机器人。客服群要用另一个：在 @BotFather 里再发一次 /newbot。
cli-telegram-steps = 在 @BotFather 里还可以做（发下面的命令，再选机器人）：
cli-telegram-step-join = 必须：/setjoingroups → { $bot } → Enable。不然它进不了客服群。
cli-telegram-step-privacy = 建议：/setprivacy → { $bot } → Enable。它现在会读到所在群里的每句话，而它只需要看叫它的话。
cli-telegram-step-private = 可选：/setjoingroups → { $bot } → Disable。如果不想别人把店铺机器人拉进群。
cli-telegram-find = 现在就找客服群吗？（以后再找也行：运行起来，在群里发一句口令就认得）
cli-telegram-find-again = 客服群已经是 { $group }，要重新找吗？
cli-telegram-your-bot = 客服机器人
cli-telegram-add =
    请现在就在 Telegram 里做：
      1. 新建一个群（或用现有的客服群），在群资料 → 编辑里打开“话题”。
      2. 把 { $bot } 加进群，设为管理员，打开三项权限：管理话题、删除消息、置顶消息。它是管理员就听得到所有话，不用改隐私模式（/setprivacy）。
      3. 客服也设为管理员：只有群管理员能回复买家。
    已经在群里了？随便发一句话就行。按 Ctrl+C 跳过。
cli-telegram-waiting = 正在等机器人进群……
cli-telegram-no-topics = 找到了“{ $title }”，但它还没有打开“话题”：群资料 → 编辑 → 话题。打开了我会接着做……
cli-telegram-search-failed = 没找成：{ $why }
cli-telegram-found = 找到客服群：{ $title }（{ $group }）
cli-telegram-right = 是这个群吗？
cli-telegram-later = 客服群先空着：运行以后把客服机器人加进群（设为管理员），在群里发“/desk 口令”，口令在启动时的日志里；或者再运行一次 kamidesk init。
cli-telegram-install = 还差一步，装上 Telegram 的库：.venv/bin/pip install -c constraints.txt -e '.[telegram]'

cli-wechat-use = 要用微信吗？1 公众号或服务号，2 企业微信的“微信客服”，回车不用
cli-wechat-change = 微信已经设置过了，要改吗？1 公众号或服务号，2 企业微信的“微信客服”，回车不改
cli-wechat-choose = 请输入 1 或 2，或者直接回车。
cli-wechat-where = 打开 https://developers.weixin.qq.com/platform ，扫码登录：我的业务 → 你的公众号或服务号 → 基础信息，AppID 和 AppSecret 都在那里。密钥输入时不会显示出来。
cli-wechat-id = AppID
cli-wechat-no-id = AppID 是 wx 开头的一串，形如 wx1234567890abcdef，请整串复制。
cli-wechat-secret = AppSecret
cli-wechat-without = （回车：没有。未认证的账号没有它也能用）
cli-wechat-verified = 已认证：能答的马上答；买家每发一条消息，48 小时内客服最多可以写 5 条。
cli-wechat-unverified = 没有认证的账号，微信只放行“直接回复”：5 秒内答得上的马上答，来不及的等买家发“查看回复”就给他（会告诉他怎么发）。
cli-wechat-wrong-id = 没有这个账号：看看有没有填错，或者选错了种类（1、2）。
cli-wechat-wrong-secret = 这不是这个账号的密钥。请重新复制；找不到了就在后台重置一个（只显示一次）。
cli-wechat-unknown-address = 微信还不认识这台机器。在后台的 基础信息 → API IP白名单 里填上 { $address }，过几分钟生效。
cli-wecom-unknown-address = 企业微信还不让这台机器进来：要在应用的“企业可信IP”里填上 { $address }。这一项要先保存好下面的回调网址才能填，所以先继续；以后 kamidesk check 会再看一遍。
cli-wecom-wrong-app = 这个应用还不能用微信客服：应用管理 → 微信客服 → API → 可调用接口的应用，把它加进去，再把客服账号交给它。
cli-wechat-refused = 平台回答 { $code }：{ $message }
cli-wechat-away = 连不上 { $address }，没法验证对不对。请看看网络；要走代理就设置 HTTPS_PROXY。
cli-wechat-look-again = 再看一次吗？（不看就先存下来，以后用 kamidesk check 再验证）
cli-wechat-token = 回调的 Token（令牌）
cli-wechat-aes-key = 回调的 EncodingAESKey（消息加解密密钥）
cli-wechat-make = （回车：自动生成）
cli-wechat-no-token = Token 是 3 到 32 个字母和数字，不带空格；这个有 { $count } 个字符。
cli-wechat-no-aes-key = EncodingAESKey 是 43 个字母和数字；这个有 { $count } 个字符。
cli-wechat-needs-address = 微信要把消息送到你的网址，所以需要一个 https 的对外网址（前面放一个带证书的反向代理，docs/wechat.md 里有例子）。
cli-wechat-paste =
    接下来，按这个顺序：
      1. 先运行 kamidesk run：提交的时候微信会马上来访问下面的网址，有人应门才算数。
      2. 打开 https://developers.weixin.qq.com/platform → 我的业务 → 你的账号 → 消息推送（消息与事件推送），填：
           URL              { $url }
           Token            { $token }
           EncodingAESKey   { $key }
           消息加解密方式    安全模式
           数据格式          XML
      3. 点“提交”，要启用就点“启用”。然后用自己的微信给账号发一句“你好”。
    没成功？另开一个窗口运行 kamidesk check，它会说哪里不对、怎么改。
cli-wechat-install = 还差一步，装上微信的库：.venv/bin/pip install -c constraints.txt -e '.[wechat]'

cli-wecom-where = 用管理员登录 https://work.weixin.qq.com 。企业ID：我的企业 → 企业信息，在最下面。Secret：应用管理 → 自建 → 你的应用（没有就建一个）→ Secret。密钥输入时不会显示出来。
cli-wecom-id = 企业ID
cli-wecom-no-id = 企业ID 是 ww 开头的一串，形如 ww1234567890abcdef，请整串复制。
cli-wecom-secret = 应用的 Secret
cli-wecom-needed = （必填）
cli-wecom-no-desk = 还没有这个应用能用的客服账号：应用管理 → 微信客服，建一个，并交给这个应用。
cli-wecom-paste =
    接下来，按这个顺序：
      1. 先运行 kamidesk run：保存的时候企业微信会马上来访问下面的网址，有人应门才算数。
      2. https://work.weixin.qq.com → 应用管理 → 你的应用 → 接收消息 → 设置API接收，填好保存：
           URL              { $url }
           Token            { $token }
           EncodingAESKey   { $key }
      3. 同一个应用 → 企业可信IP：填这台机器的地址（填什么，kamidesk check 会告诉你）。
      4. 应用管理 → 微信客服 → API → 可调用接口的应用：把应用加进去，再把客服账号交给它。
    然后用自己的微信找客服账号说一句“你好”。哪里不对，kamidesk check 会说。

cli-run-title = KamiDesk 已开门
cli-run-buyers = 买家聊天页：{ $address }
cli-run-agents = 客服登录（一人一条，别转发）：{ $address }
cli-run-channels = 聊天软件：{ $names }
cli-run-stop = 按 Ctrl+C 停止

cli-demo-preparing = 第一次启动，正在布置演示店铺
cli-demo-title = 演示店铺已开门
cli-demo-buyer = 买家聊天页
cli-demo-staff = 客服工作台
cli-demo-try = 试着问：“付了款没收到卡密怎么办？”，或者查这几个订单
cli-demo-order = 订单号
cli-demo-contact = 联系方式
cli-demo-password = 查询密码
cli-demo-status = 状态
cli-demo-person = 说“转人工”，再到客服工作台里回复
cli-demo-forgotten = 演示店铺清空了，下次 make run 会重新布置。
cli-demo-nothing = 还没有演示店铺，没什么可清空的。

cli-demo-shop-name = 星卡小铺
cli-demo-agent-name = 小美
cli-story-delivered-with-password = 已发货，要查询密码
cli-story-delivered-without-password = 已发货，没设密码
cli-story-paid-and-waiting = 已付款，等发货
cli-story-unpaid = 没付款
cli-story-refunded = 已退款
cli-story-several-keys = 已发货，三张卡密
cli-story-partly-delivered = 只发了一部分（买 5 得 1）
cli-story-shortage = 付了款，没库存
cli-story-delivered-twice = 多发了一张

cli-check-title = KamiDesk 自检
cli-check-subject = 检查项
cli-check-seen = 看到的情况
cli-check-remedy = 怎么办
cli-check-ok = 正常
cli-check-warning = 注意
cli-check-failure = 有问题
cli-check-all-good = 一切正常。

cli-keys-added = 入库 { $new } 张新卡密，{ $known } 张早已有了。等着的订单已按付款先后发货，现在还剩 { $left } 张。
cli-keys-no-product = 没有 { $product } 这个商品。现有的商品：{ $products }

cli-orders-reading = 正在导入订单
cli-orders-done = 新增 { $added } 单，更新 { $updated } 单，未变 { $same } 单。
cli-orders-bad-title = 这些行没有导入
cli-orders-bad-line = 行
cli-orders-bad-why = 原因
cli-orders-bad-more = 另有 { $count } 行没列出，全部坏行都在 { $file }，改好后可以直接再导入。

cli-faq-imported = 已导入 { $count } 条问答。
cli-faq-exported = 已导出 { $count } 条问答到 { $file }。

cli-database-ready = 数据库已是最新。
cli-audit-good = 审计日志完好：共 { $count } 条，最后一条的指纹 { $head }
cli-audit-broken = 审计日志被改动过：第 { $entry } 条对不上，它之前的 { $good } 条完好。

cli-secrets-made = 第一次启动，密钥已经生成：{ $file }（只有你能读）。请另存一份：丢了它，库里的卡密谁也读不出来。
cli-secrets-rotated = 新密钥已启用，共 { $count } 把；旧的留着读旧数据。先重启 KamiDesk，再运行 kamidesk secrets renew。
cli-secrets-renewed = 已用新密钥重新加密 { $count } 条。过几天没有卡密在途了，就可以从 kamidesk.env 里删掉旧密钥。
