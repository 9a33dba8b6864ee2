# Discord 客服论坛里聊天以外的字：标签、命令、表单、提示。

discord-staff-tag-waiting = 待回复
discord-staff-tag-taken = 处理中
discord-staff-tag-closed = 已解决
discord-staff-tag-urgent = 加急

discord-staff-lobby = 📌 值班室
discord-staff-lobby-words = 一位买家一个帖子，在他的帖子里打字就是回复。这里是大家的频道，买家看不到；用 /open、/search、/stats 看全部工单。

discord-staff-command-take = 接单
discord-staff-command-close = 结束这个工单
discord-staff-command-note = 写备注，只给同事看
discord-staff-command-order = 查任意订单（卡密打码）
discord-staff-command-resend = 把卡密再发给核对过订单的买家
discord-staff-command-replace = 给买家换一张新卡密
discord-staff-command-refund = 登记退款：订单号 金额 原因
discord-staff-command-stock = 看库存
discord-staff-command-replacements = 补发、换卡、退款的记录
discord-staff-command-incident = 坏批次：先数单，再批量换卡密或退款
discord-staff-command-lang = 换买家的语言
discord-staff-command-history = 机器人之前做过什么
discord-staff-command-move = 把工单转到别的客服群
discord-staff-command-unlink = 把这个聊天和买家的其他聊天分开
discord-staff-command-open = 没结束的工单
discord-staff-command-search = 找工单：名字、工单号或订单号
discord-staff-command-stats = 今天的情况
discord-staff-command-faq = 常见问题：找、看、改、加；不写内容看总览
discord-staff-command-learn = 把这里最后一条答复变成常见问题
discord-staff-command-help = 怎么用
discord-staff-command-delete = 撤回
discord-staff-command-option-words = 内容
discord-staff-command-option-number = 订单号
discord-staff-command-option-room = 客服群，写一部分名字也行
discord-staff-command-option-language = 语言

discord-staff-form-note = 备注（买家看不到）
discord-staff-form-note-label = 写点什么给同事
discord-staff-form-search = 找工单
discord-staff-form-search-label = 名字、工单号或订单号
discord-staff-form-faq-add = 新的常见问题
discord-staff-form-faq-add-question = 问题
discord-staff-form-faq-add-phrasings = 买家会怎么说，一行一句
discord-staff-form-faq-add-answer = 答案
discord-staff-form-faq-edit = 修改常见问题（不改的留空）
discord-staff-form-faq-edit-question = 新的问题
discord-staff-form-faq-edit-phrasings = 加几句说法，一行一句
discord-staff-form-faq-edit-answer = 新的答案

discord-staff-not-agent = 只有客服才能操作。请让管理员给你客服的身份组。
discord-staff-not-heard = 你还不是客服，买家收不到这里的话。请让管理员给你客服的身份组。
discord-staff-elsewhere = 请到客服论坛的帖子里用这个命令。
discord-staff-private = 我只在客服论坛里工作，这里的消息没有人看到。买家请找店铺的机器人。
