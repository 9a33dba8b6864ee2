# The command line: kamidesk init, run, demo, check …

cli-init-hello = A few questions and the shop can open (press Enter for what stands in brackets):
cli-init-name = The shop's name, as buyers see it
cli-init-language = Default language of buyers (zh, zh-Hant, en or es)
cli-init-address = Public address (https://…; empty to try it on this machine)
cli-init-database = Database (postgresql://…; empty for the built-in SQLite)
cli-init-agent = Name of the first person who answers
cli-init-again = { $file } is there already. Ask again? (Only what you answer anew is changed; the rest stays as it is)
cli-init-kept = { $file } is here already; nothing was changed. To write it anew, run this again without --yes.
cli-init-written = Written to { $folder }: kamidesk.toml (settings) and kamidesk.env (secrets, readable by you alone). Keep a copy of kamidesk.env: without it nobody can read the stored card keys.
cli-init-next = Next: `kamidesk check` tells what is missing, then `kamidesk run` opens the shop.

cli-telegram-use = Use Telegram? (Buyers write to the shop's bot, agents answer in a group of their own)
cli-telegram-change = Telegram is set up already. Change it?
cli-telegram-botfather = In Telegram open @BotFather and send /newbot twice: one bot for buyers (the shop bot), one for the agents' group (the staff bot). For each one it gives you a token. What you type here is not shown.
cli-telegram-shop-token = Token of the shop bot
cli-telegram-staff-token = Token of the staff bot
cli-telegram-keep = (Enter: keep the one there is)
cli-telegram-skip = (Enter: none for now)
cli-telegram-no-token = This does not look like a token. It is the whole line from @BotFather, like 123456789:AAE…; please copy all of it.
cli-telegram-wrong-token = Telegram does not know this token: perhaps a few letters are missing, or it was revoked. At @BotFather send /mybots, choose the bot, press API Token and copy it again.
cli-telegram-away = { $address } cannot be reached, so nobody can tell whether this token is right. Please look at the network; behind a proxy set HTTPS_PROXY, for your own Bot API server set KAMIDESK_TELEGRAM_URL.
cli-telegram-keep-unseen = Keep the token all the same? (`kamidesk check` will look at it later)
cli-telegram-same = That is the same bot. The agents' group needs another one: send /newbot to @BotFather once more.
cli-telegram-steps = What is left at @BotFather (send the command, then choose the bot):
cli-telegram-step-join = Needed: /setjoingroups → { $bot } → Enable. Otherwise it cannot be added to the agents' group.
cli-telegram-step-privacy = Better: /setprivacy → { $bot } → Enable. Now it reads every word in its groups; it only needs those that are meant for it.
cli-telegram-step-private = If you like: /setjoingroups → { $bot } → Disable. Then nobody can add the shop bot to a group.
cli-telegram-find = Find the agents' group now? (It can wait: once KamiDesk runs, one word written in the group is enough)
cli-telegram-find-again = The agents' group is { $group }. Find it again?
cli-telegram-your-bot = the staff bot
cli-telegram-add =
    In Telegram, now:
      1. Make a group (or take your agents' group) and switch Topics on: group info, Edit, Topics.
      2. Add { $bot } and make it administrator with three rights: Manage topics, Delete messages, Pin messages. An administrator hears everything, so privacy mode (/setprivacy) can stay as it is.
      3. Make your agents administrators, too: only administrators can answer buyers.
    It is in the group already? Just write something there. Ctrl+C skips this.
cli-telegram-waiting = Waiting for the bot to be added …
cli-telegram-no-topics = Found “{ $title }”, but it has no topics yet: group info, Edit, Topics. I go on as soon as they are on …
cli-telegram-search-failed = Not found: { $why }
cli-telegram-found = Found the agents' group: { $title } ({ $group })
cli-telegram-right = Is this the one?
cli-telegram-later = No group for now: once KamiDesk runs, add the staff bot to the group (as administrator) and write there “/desk WORD”, with the word from the log; or type kamidesk init again.
cli-telegram-install = One more step, the libraries for Telegram: .venv/bin/pip install -c constraints.txt -e '.[telegram]'

cli-wechat-use = Use WeChat? 1: an official account, 2: WeCom customer service (微信客服), Enter: no
cli-wechat-change = WeChat is set up already. Change it? 1: the official account, 2: WeCom customer service (微信客服), Enter: no
cli-wechat-choose = Please type 1 or 2, or just press Enter.
cli-wechat-where = Open https://developers.weixin.qq.com/platform and log in by scanning: 我的业务 → your account → 基础信息. AppID and AppSecret stand there. Secrets are not shown while you type.
cli-wechat-id = AppID
cli-wechat-no-id = An AppID begins with wx, like wx1234567890abcdef; please copy all of it.
cli-wechat-secret = AppSecret
cli-wechat-without = (Enter: none; an account that is not verified can do without)
cli-wechat-verified = It is verified: answers are given at once, and agents may write 5 messages within 48 hours after each of the buyer's.
cli-wechat-unverified = Without verification (认证) WeChat lets only replies through: what is ready within 5 seconds goes out at once, the rest when the buyer writes 查看回复. He is told so.
cli-wechat-wrong-id = There is no such account: is the id right, is it of the other kind (1, 2)?
cli-wechat-wrong-secret = That is not the secret of this account. Copy it anew, or reset it in the console (it is shown only once there).
cli-wechat-unknown-address = WeChat does not know this machine yet. In the console: 基础信息 → API IP白名单, enter { $address }. It counts some minutes later.
cli-wecom-unknown-address = WeCom does not let this machine in yet: { $address } has to be among the 企业可信IP of the app. That can be entered once the callback below is saved, so first go on here; `kamidesk check` will look at it again.
cli-wecom-wrong-app = This app may not use 微信客服 yet: 应用管理 → 微信客服 → API → 可调用接口的应用, add it there; and hand the customer service account to it.
cli-wechat-refused = The platform says { $code }: { $message }
cli-wechat-away = { $address } cannot be reached, so nobody can tell whether this is right. Please look at the network; behind a proxy set HTTPS_PROXY.
cli-wechat-look-again = Look again? (no: keep it as it is, `kamidesk check` will look at it later)
cli-wechat-token = Token of the callback
cli-wechat-aes-key = EncodingAESKey of the callback
cli-wechat-make = (Enter: one is made)
cli-wechat-no-token = A token has 3 to 32 letters and digits, without blanks; this one has { $count } characters.
cli-wechat-no-aes-key = An EncodingAESKey has 43 letters and digits; this one has { $count } characters.
cli-wechat-needs-address = WeChat brings messages to your public address, so it needs one with https (a proxy with a certificate: docs/wechat.md has an example).
cli-wechat-paste =
    Now, in this order:
      1. Type `kamidesk run`: WeChat visits the address below at once, and accepts it only if somebody is there.
      2. Open https://developers.weixin.qq.com/platform → 我的业务 → your account → 消息推送 (消息与事件推送) and enter:
           URL              { $url }
           Token            { $token }
           EncodingAESKey   { $key }
           消息加解密方式    安全模式
           数据格式          XML
      3. Press 提交, and 启用 if it asks. Then write to your account from your own WeChat.
    It does not work? Type `kamidesk check` in another window: it tells what is wrong.
cli-wechat-install = One more step, the library for WeChat: .venv/bin/pip install -c constraints.txt -e '.[wechat]'

cli-wecom-where = Open https://work.weixin.qq.com as administrator. 企业ID: 我的企业 → 企业信息, at the bottom. Secret: 应用管理 → 自建 → your app (make one if there is none) → Secret. Secrets are not shown while you type.
cli-wecom-id = 企业ID (corp id)
cli-wecom-no-id = It begins with ww, like ww1234567890abcdef; please copy all of it.
cli-wecom-secret = Secret of the app
cli-wecom-needed = (needed)
cli-wecom-no-desk = There is no customer service account yet that this app may use: 应用管理 → 微信客服, make one and hand it to the app.
cli-wecom-paste =
    Now, in this order:
      1. Type `kamidesk run`: WeCom visits the address below at once, and accepts it only if somebody is there.
      2. https://work.weixin.qq.com → 应用管理 → your app → 接收消息 → 设置API接收, enter and save:
           URL              { $url }
           Token            { $token }
           EncodingAESKey   { $key }
      3. The same app → 企业可信IP: enter the address of this machine (`kamidesk check` tells which one).
      4. 应用管理 → 微信客服 → API → 可调用接口的应用: add the app, and hand the customer service account to it.
    Then write to the customer service account from your own WeChat. Anything wrong? `kamidesk check` tells what.

cli-run-title = KamiDesk is open
cli-run-buyers = Chat for buyers: { $address }
cli-run-agents = Login for staff (one each, do not pass on): { $address }
cli-run-channels = Messengers: { $names }
cli-run-stop = Press Ctrl+C to stop

cli-demo-preparing = First start: furnishing the demo shop
cli-demo-title = The demo shop is open
cli-demo-buyer = Chat for buyers
cli-demo-staff = Staff room
cli-demo-try = Ask "I paid but got no key", or look up one of these orders
cli-demo-order = Order
cli-demo-contact = Contact
cli-demo-password = Query password
cli-demo-status = Status
cli-demo-person = Say "talk to a person", then answer in the staff room
cli-demo-forgotten = The demo shop is gone; the next `make run` furnishes it anew.
cli-demo-nothing = There is no demo shop yet, so nothing to forget.

cli-demo-shop-name = Star Cards
cli-demo-agent-name = May
cli-story-delivered-with-password = delivered, has a password
cli-story-delivered-without-password = delivered, no password
cli-story-paid-and-waiting = paid, waiting
cli-story-unpaid = not paid
cli-story-refunded = refunded
cli-story-several-keys = delivered, three keys
cli-story-partly-delivered = partly delivered (1 of 5)
cli-story-shortage = paid, out of stock
cli-story-delivered-twice = delivered twice

cli-check-title = KamiDesk check
cli-check-subject = Looked at
cli-check-seen = Seen
cli-check-remedy = What to do
cli-check-ok = fine
cli-check-warning = look
cli-check-failure = wrong
cli-check-all-good = All is well.

cli-keys-added = { $new } new keys are in stock, { $known } were known before. Orders that waited got theirs, who paid first came first; { $left } are left.
cli-keys-no-product = There is no product { $product }. There is: { $products }

cli-orders-reading = Importing orders
cli-orders-done = { $added } orders added, { $updated } changed, { $same } as before.
cli-orders-bad-title = These lines were not imported
cli-orders-bad-line = Line
cli-orders-bad-why = Why
cli-orders-bad-more = { $count } more are not listed here. All of them are in { $file }: mend and import that file.

cli-faq-imported = { $count } entries imported.
cli-faq-exported = { $count } entries written to { $file }.

cli-database-ready = The database is up to date.
cli-audit-good = The audit log is whole: { $count } entries; fingerprint of the last: { $head }
cli-audit-broken = The audit log was changed: entry { $entry } does not fit; the { $good } before it do.

cli-secrets-made = First start: the secrets were made, in { $file } (readable by you alone). Keep a copy: without it nobody can read the stored card keys.
cli-secrets-rotated = The new key is in place; there are { $count } now, the older ones still read what they sealed. Restart KamiDesk, then type `kamidesk secrets renew`.
cli-secrets-renewed = { $count } texts are sealed with the newest key now. After some days, when no message with a key is on its way any more, the older ones may be removed from kamidesk.env.
