# 每天告诉客服：买家常问、FAQ 还答不好的问题。

faq-gaps = 💡 最近 { $days } 天，这些问题好几位买家问过，我还答不好。点一下就能补上（先预览，保存才生效）：
faq-gap = { $number }. 「{ $question }」· { $chats } 位买家
faq-gap-also = 也这么问：{ $examples }
faq-gap-quoted = 「{ $text }」
faq-gap-near = 最接近的是 { $entry }
faq-gap-unhelped = { $entry } 的答案，{ $chats } 位说没帮上忙
faq-gap-new = { $number } ➕ 新建一条
faq-gap-extend = { $number } 📎 算作「{ $entry }」
faq-gap-mend = { $number } ✏️ 看看「{ $entry }」
