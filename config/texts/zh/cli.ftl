# 命令行：kamidesk init、run、demo、check …

cli-init-hello = 几个小问题，店铺就能开张（直接回车用括号里的默认值）：
cli-init-name = 店铺名称（买家看到的）
cli-init-language = 默认语言（zh 或 en）
cli-init-address = 对外网址（https://…，先在本机试用就留空）
cli-init-database = 数据库（postgresql://…，留空用自带的 SQLite）
cli-init-agent = 第一位客服怎么称呼
cli-init-overwrite = { $file } 已经有了，要重写吗？（密钥会保留）
cli-init-kept = { $file } 已经有了，没有改动。想重写请去掉 --yes 再运行一次。
cli-init-written = 写好了：{ $folder } 里的 kamidesk.toml（设置）和 kamidesk.env（密钥，只有你能读）。请把 kamidesk.env 另存一份：丢了它，库里的卡密谁也读不出来。
cli-init-next = 下一步：kamidesk check 看看还缺什么，然后 kamidesk run 开始营业。

cli-run-title = KamiDesk 已开门
cli-run-buyers = 买家聊天页：{ $address }
cli-run-agents = 客服登录（一人一条，别转发）：{ $address }
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

cli-check-title = KamiDesk 自检
cli-check-subject = 检查项
cli-check-seen = 看到的情况
cli-check-remedy = 怎么办
cli-check-ok = 正常
cli-check-warning = 注意
cli-check-failure = 有问题
cli-check-all-good = 一切正常。

cli-orders-reading = 正在导入订单
cli-orders-done = 新增 { $added } 单，更新 { $updated } 单，未变 { $same } 单。
cli-orders-bad-title = 这些行没有导入
cli-orders-bad-line = 行
cli-orders-bad-why = 原因
cli-orders-bad-more = 另有 { $count } 行没列出，全部坏行都在 { $file }，改好后可以直接再导入。

cli-faq-imported = 已导入 { $count } 条问答。
cli-faq-exported = 已导出 { $count } 条问答到 { $file }。
cli-faq-why-answer = 会回答：{ $question }（{ $id }，把握 { $score }）
cli-faq-why-suggest = 拿不准（把握 { $score }），会给这几个选项：
cli-faq-why-pass = 不会回答，交给后面的环节（菜单、转人工）。

cli-database-ready = 数据库已是最新。
cli-audit-good = 审计日志完好：共 { $count } 条，最后一条的指纹 { $head }
cli-audit-broken = 审计日志被改动过：第 { $entry } 条对不上，它之前的 { $good } 条完好。

cli-secrets-rotated = 新密钥已启用，共 { $count } 把；旧的留着读旧数据。先重启 KamiDesk，再运行 kamidesk secrets renew。
cli-secrets-renewed = 已用新密钥重新加密 { $count } 条。过几天没有卡密在途了，就可以从 kamidesk.env 里删掉旧密钥。
