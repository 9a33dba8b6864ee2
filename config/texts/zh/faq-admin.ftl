# 客服频道里管理常见问题（/faq、/learn）时看到的话。

## 总览和列表

faq-comma = 、
faq-yes = 是
faq-no = 否
faq-none = 无
faq-more = {" "}…还有 { $count } 句
faq-overview =
    📚 常见问题 { $matters } 个
    { $tongues } · 停用 { $off }
    点分类看问题，或者直接 /faq 加几个字来找。
faq-list = 📚 { $category } · { $count } 个（{ $page }/{ $pages } 页）
faq-find = 🔎「{ $words }」找到 { $count } 个：
faq-find-none = 🔎 没有和「{ $words }」有关的条目。
faq-find-which = 要找什么？例如 /faq find 退款
faq-which = 哪一条？写上编号，例如 /faq show refund-how；不知道编号就 /faq find 退款
faq-language-zh = 中文
faq-language-zh-hant = 繁体
faq-language-en = 英文
faq-language-es = 西班牙文
faq-is-off = ⏸ 已停用，买家看不到
faq-is-on = ▶️ 重新启用
faq-edited = 🕘 { $at } { $by } 改过（#{ $number }）
faq-does = （不回话，直接去做：{ $does }）
faq-help =
    /faq 总览 · /faq 退款 直接找
    /faq show 编号 看一条 · /faq why 一句话 看买家这样问会怎样
    /faq add 新增 · /faq edit 编号 修改
    /faq off 编号 停用 · /faq on 编号 启用 · /faq remove 编号 删除
    /faq history 谁改过什么 · /faq undo 号码 撤销那一次
    /faq import（带上文件）· /faq export xlsx 或 yaml、csv
    /faq try 编号 换个答案各给一半买家试试 · /faq result 编号 看哪个好
    在工单里回复同事的答复发 /learn，就能把它变成常见问题。
    改动都先预览，点保存才生效。

## 字段

faq-field-id = 编号
faq-field-language = 语言
faq-field-category = 分类
faq-field-question = 问题
faq-field-phrasings = 说法
faq-field-answer = 答案
faq-field-links = 按钮
faq-field-actions = 动作
faq-field-channels = 渠道
faq-field-products = 商品
faq-field-since = 开始
faq-field-until = 结束
faq-field-priority = 紧急
faq-field-enabled = 启用
faq-field-does = 意图
faq-field-trial = 试答
faq-field-pictures = 图片
faq-action-order = 查订单
faq-action-keys = 再发卡密
faq-action-person = 转人工

## 新增和修改

faq-add-how = 复制下面这段，填好发回来。说法一行一句，写买家真会打的字；要配图就一起发。
faq-add-answer = 还差答案。复制下面这段，填好发回来：
faq-template =
    问题: { $question }
    说法:
    答案:
faq-edit-how = 复制下面这段，改好发回来；没改的行可以删掉，会保持原样。只加一句说法，发「/faq edit { $id }」再另起一行写「+ 新的说法」就行。
faq-edit-unread = 没看懂要改什么。复制下面这段，改好发回来（没改的行可以删掉）：
faq-form-broken = ⚠️ 这里还不对，什么都没改：
faq-nothing-changes = 和现在一模一样，没有要改的。
faq-was = 原来
faq-becomes = 改成
faq-conflict = ⚠️ 「{ $wording }」现在由 { $other } 回答
faq-conflicts-more = ⚠️ 另有 { $count } 句说法现在由别的条目回答
faq-dry = 📊 用最近 30 天的 { $looked } 个真实问题试算：
faq-dry-same = 📊 用最近 30 天的 { $looked } 个真实问题试算：没有变化
faq-dry-gained = ✅ 新答上 { $count } 个：{ $examples }
faq-dry-taken = ↪️ 从 { $other } 抢走 { $count } 个：{ $examples }
faq-dry-lost = ⚠️ 不再回答 { $count } 个：{ $examples }
faq-dry-lost-to = ↩️ 让给 { $other } { $count } 个：{ $examples }
faq-saved = ✅ { $by } 保存了{ $entry }，马上生效。
faq-removed = 🗑 { $by } 删除了{ $entry }。
faq-saved-many = ✅ { $by } 保存了 { $count } 条，马上生效。
faq-dropped = 好，没有保存。
faq-draft-gone = 这份草稿不在了（只留一天），请重新来一次。
faq-draft-of = 这份草稿是 { $by } 的，由 TA 来决定。
faq-draft-saved = 已经保存过了。
faq-overtaken = ⚠️ 你改的时候 { $id } 被别人动过，没有保存。先看看现在的样子，再改一次。
faq-switched-on = ▶️ { $entry }启用了（{ $tongues }）。
faq-switched-off = ⏸ { $entry }停用了（{ $tongues }），买家看不到。
faq-not-admin = 只有管理员能改常见问题。请店主把你的编号加进设置 desk.admins：{ $id }

## 历史

faq-history = 🕘 最近的改动：
faq-history-none = 还没有改动。
faq-was-added = 新增
faq-was-removed = 删除
faq-was-on = 启用
faq-was-off = 停用
faq-undo-which = 撤销哪一次？写上号码，例如 /faq undo 12；号码在 /faq history 里。
faq-undo-unknown = 没有第 { $number } 次改动。
faq-undo-conflict = 第 { $number } 次以后这条又改过，不能直接撤销。先撤销后面的，或者用 /faq edit 改回去。
faq-undone = ↩️ { $entry }恢复成以前的样子了（#{ $number }）。
faq-back = ↩️ 已撤销，{ $count } 条恢复成以前的样子。
faq-back-gone = 这次保存不能再撤销了，请看 /faq history。
faq-back-conflict = 有条目后来又改过，没有撤销。请在 /faq history 里一条条来。

## 为什么这样答

faq-why-which = 买家会怎么问？例如 /faq why 付了钱没收到卡密
faq-why-answer = 「{ $text }」→ 直接回答，把握 { $score }：
faq-why-suggest = 「{ $text }」→ 请买家从这几条里选，把握 { $score }：
faq-why-pass = 「{ $text }」→ 常见问题里没有，交给订单查询或客服。

## 按钮

faq-button-add = ➕ 新增
faq-button-edit = ✏️ 修改
faq-button-on = ▶️ 启用
faq-button-off = ⏸ 停用
faq-button-remove = 🗑 删除
faq-button-remove-really = 🗑 确认删除
faq-button-history = 🕘 历史
faq-button-export = 📤 导出
faq-button-help = ❔ 用法
faq-button-overview = 📚 总览
faq-button-before = ‹ 上一页
faq-button-next = 下一页 ›
faq-button-show = 👀 看这条
faq-button-save = ✅ 保存
faq-button-drop = ✖️ 不要
faq-button-undo = ↩️ 撤销
faq-button-redo = ↪️ 又改回来
desk-learn-where = /learn 要在买家的工单里用：回复同事的那条答复发 /learn，就能变成常见问题。

## 从客服的答复里学

faq-learn-quoted = 回复的不是客服发给买家的话。回复同事的那条答复，内容写 /learn。
faq-learn-nothing = 这里还没有客服的答复，学不到东西。
faq-learn-unasked = 没找到这条答复前面买家问了什么（只有号码、卡密之类的不会留下）。用 /faq add 自己写一条吧。
faq-learn-near = 💡 和 { $other } 很像。问法不同、答案一样的话，只把买家的话加进去就行。
faq-button-only-wordings = ➕ 只加进「{ $question }」
