# 客服频道里管理常见问题（/faq、/learn）时看到的话。

## 总览和列表

faq-comma = 、
faq-named = 「{ $question }」({ $id })
faq-yes = 是
faq-no = 否
faq-none = 无
faq-more = {" "}…还有 { $count } 句
faq-overview =
    📚 常见问题 { $matters } 个
    { $tongues }
    点分类看问题，或者直接 /faq 加几个字来找。
faq-overview-off = 停用 { $count }
faq-category-intents = 机器人会做的事
faq-list = 📚 { $category } · { $count } 个（{ $page }/{ $pages } 页）
faq-find = 🔎「{ $words }」找到 { $count } 个：
faq-find-none = 🔎 没有和「{ $words }」有关的条目。
faq-find-which = 要找什么？例如 /faq find 退款
faq-which = 哪一条？写上编号，例如 /faq show refund-how；不知道编号就 /faq find 退款
faq-unknown = 没有编号是「{ $id }」的条目。
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
faq-edit-how = 复制下面这段，改好发回来；没改的行可以删掉，会保持原样。只加一句说法：/faq edit { $id } + 新的说法
faq-edit-unread = 没看懂要改什么。复制下面这段，改好发回来（没改的行可以删掉）：
faq-form-broken = ⚠️ 这里还不对，什么都没改：
faq-nothing-changes = 和现在一模一样，没有要改的。
faq-was = 原来
faq-becomes = 改成
faq-conflict = ⚠️ { $count } 句说法现在由{ $other } 回答：{ $wordings }
faq-dry = 📊 用最近 30 天的 { $looked } 个真实问题试算：
faq-dry-same = 📊 用最近 30 天的 { $looked } 个真实问题试算：没有变化
faq-dry-gained = ✅ 新答上 { $count } 个：{ $examples }
faq-dry-taken = ↪️ 从{ $other } 抢走 { $count } 个：{ $examples }
faq-dry-lost = ⚠️ 不再回答 { $count } 个：{ $examples }
faq-dry-lost-to = ↩️ 让给{ $other } { $count } 个：{ $examples }
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
faq-why = 「{ $text }」
faq-why-same = 🟢 直接回答：和一句说法一字不差
faq-why-answer = 🟢 直接回答：有 { $score } 的把握
faq-why-suggest = 🟡 给买家选：列出 { $count } 条。第一条对的把握 { $score }，对的在前三条里的把握 { $among }
faq-why-pass = ⚪ 不回答，交给查订单、售后或客服：对的在前三条里的把握只有 { $among }
faq-why-nothing = ⚪ 不回答，交给查订单、售后或客服：常见问题里没有沾边的
faq-why-bare = 只有一个词，猜不准想问什么：除非它就是一句说法，否则不直接答。
faq-why-candidate = { $mark }{ $number }. { $entry } · 得分 { $score }
faq-why-by-same = 就是它的说法「{ $nearest }」
faq-why-by-pinyin = 拼音，读作它的说法「{ $nearest }」（读音像 { $near }）
faq-why-by-sound = 读音和它的说法「{ $nearest }」一样（同音字）
faq-why-by-typo = 和它的说法「{ $nearest }」只差一两个字（写法像 { $spelling }，用词像 { $near }）
faq-why-by-words = 用词像它的说法「{ $nearest }」（用词像 { $near }，写法像 { $spelling }）
faq-why-by-some = 只有几个字像它的说法「{ $nearest }」（用词像 { $near }，写法像 { $spelling }）
faq-why-strange = 💡 这句话有 { $part } 是常见问题里没见过的字词。
faq-why-close = 💡 前两条差不多近，分不出是哪一条。
faq-why-levels = 📏 把握到 { $answer } 才直接回答，到 { $suggest } 才给选项；
faq-why-learnt = 这两道线是用本店问答里的 { $count } 个问题学来的。
faq-why-shipped = 现在是自带的线，开店半分钟后会按本店的问答学一遍。
faq-why-heeded = 又看了买家最近问的 { $asked } 个问题：{ $way ->
    [surer] 本店有答案的比平常多，所以把握放宽了一点。
   *[warier] 本店没答案的比平常多，所以更谨慎。
    [same] 有没有答案的比例和平常差不多。
}
faq-why-teach = 应该由「{ $entry }」回答？把这句话加给它：
faq-why-new = 买家常这样问？发 /faq add 写一条。

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
faq-button-only-wordings = ➕ 只加进「{ $question }」

## 导入导出

faq-import-how = 把文件和 /faq import 一起发过来（Excel、CSV 或 YAML）。先导出一份看看格式：
faq-import-large = 文件超过 { $most } MB，太大了。
faq-import-gone = 文件取不到，请再发一次。
faq-import-broken = ⚠️ { $name } 里有 { $count } 处不对，什么都没有导入：
faq-import-broken-more = …还有 { $count } 处。
faq-import = 📥 { $name }：新增 { $added } · 修改 { $changed } · 不变 { $same }
faq-import-more = …还有 { $count } 条
faq-import-missing = 现有的 { $count } 条不在文件里，会保持原样。
faq-import-part = 现有的 { $count } 条不在文件里，看来只是一部分，会保持原样。
faq-button-save-removing = ✅ 保存，并删除文件里没有的 { $count } 条
faq-export = 📤 { $count } 条都在这里。改好后和 /faq import 一起发回来，会先预览再保存。图片不在文件里，导入时保持原样。
faq-export-which = 导出成哪种文件？

## 两个答案比一比

faq-trial-how = 把答案改成想试的样子，发回来。保存后一半买家看到它，看谁更有用：
faq-trial-none = { $id } 现在没有在试别的答案。发 /faq try { $id } 开始。
faq-trial-which = 留哪个？/faq keep { $id } a 是现在的答案，b 是试的答案。
faq-trial = ⚖️ { $entry } · { $tongue }，从 { $since } 起：
faq-trial-figures = { $asked } 人看过，{ $votes } 人评价，{ $helped } 人说有用：{ $share }（实际大约 { $low }–{ $high }）
faq-trial-unvoted = { $asked } 人看过，还没人评价
faq-trial-other = { $tongue }也在比较：A { $a_votes } 人评价、{ $a } 人说有用，B { $b_votes } 人评价、{ $b } 人说有用
faq-trial-early = 🕐 评价太少，现在看不出来。每个答案至少要 { $enough } 人评价。
faq-trial-b = ✅ B 更好：有用的比例高 { $low } 到 { $high }。
faq-trial-a = ✅ A 更好：B 的比例差 { $low } 到 { $high }。
faq-trial-same = 🤷 还分不出高下：差距在 { $low } 到 { $high } 之间。可以再等等，或者选自己喜欢的。
faq-button-keep-a = 留 A，结束比较
faq-button-keep-b = 改用 B

## 哪里不对

faq-part = 「{ $label }」
faq-part-item = 「{ $label }」第 { $item } 项
faq-problem-line = 第 { $line } 行：{ $what }
faq-problem-missing = 缺少{ $part }
faq-problem-not-text = { $part }要写成文字，加上引号
faq-problem-empty = { $part }是空的
faq-problem-too-long = { $part }超过 { $most } 个字
faq-problem-slug = { $part }只能用小写字母 a-z、数字，中间用 - 连接
faq-problem-choice = { $part }只能是 { $expected }，不能是「{ $given }」
faq-problem-yes-no = { $part }要写是或否，不能是「{ $given }」
faq-problem-not-list = { $part }要写成列表，每项一行，前面加「- 」
faq-problem-variable = { $part }：{ $given } 不认识，答案里可以用 { $expected }
faq-problem-moment = { $part }：「{ $given }」不是日期，请写 2026-12-31 或 2026-12-31 18:00
faq-problem-link = { $part }要有文字和以 https:// 开头的网址
faq-problem-does = { $part }要写按钮的值，例如 order 或 person:asked
faq-problem-key = 不认识「{ $key }」这一项
faq-problem-key-near = 不认识「{ $key }」，是不是「{ $near }」？
faq-problem-other = { $part }：{ $detail }
faq-problem-same-id = { $key } 在 { $where } 已经有了，语言也一样
faq-problem-same-wording = 「{ $given }」已经是 { $key } 的说法（{ $where }）
faq-problem-no-entries = 里面没有条目
faq-problem-not-block = 每条要写成「- 」开头的一块，里面一行一个「名称: 内容」
faq-problem-control = 这里有看不见的控制字符，请删掉
faq-problem-tab = 缩进用了制表符，请改成空格
faq-problem-yaml = 读不懂：{ $detail }（文字里有「: 」或「#」，或者以符号开头时，要加引号）
faq-problem-twice = 「{ $key }」写了两次
faq-problem-top = 不认识「{ $key }」，这里只能写 language 和 entries
faq-problem-entries-list = entries 要写成列表，每条前面加「- 」
faq-problem-columns = 第一行要写列名，没找到：{ $given }
faq-problem-columns-unknown = 不认识的列：{ $given }
faq-problem-columns-twice = 重复的列：{ $given }
faq-problem-cells = 有 { $count } 格，但只有 { $columns } 列：文字里有逗号时要加引号
faq-problem-quote = 从这里起读不了：{ $detail }（是不是引号没有收尾？）
faq-problem-formula = { $given } 格里是公式，请直接写文字
faq-problem-rows = 表格超过 { $most } 行
faq-problem-file-empty = 文件是空的
faq-problem-suffix = 「{ $given }」不行，可以用 .yaml、.csv 或 .xlsx
faq-problem-cannot-open = 文件打不开：{ $detail }
faq-problem-too-large = 文件超过 { $most } MB
faq-problem-utf-16 = 文件是 UTF-16 编码，请存成 UTF-8
faq-problem-not-utf-8 = 文件不是 UTF-8 编码（可能是 GBK），请存成 UTF-8
faq-problem-workbook = 这不是 Excel 文件，或者坏了

faq-owner = 店主
faq-preview = 📝 预览，还没有保存
faq-preview-removing = 🗑 要删除这些，还没有删
faq-near = 💡 和{ $other } 很像。如果答案一样，只把这些问法加进去就行。
faq-near-all = 💡 这些话{ $other } 都已经会答了，不用再建一条；答案要改就改那一条。
faq-draft-form = 复制下面这段，改好发回来：
faq-button-form = ✏️ 再改改
faq-template-wordings =
    问题: { $question }
    说法:
    { $phrasings }
    答案:
faq-gap-how = 买家常问、还没有答案的。复制下面这段，写上答案发回来：
faq-gap-gone = 这一条已经过期或删掉了。
