# Told to the agents once a day: what buyers often ask and the FAQ does not answer well yet.

faq-gaps = 💡 Over the last { $days } days several buyers have asked these, and I could not answer well. One tap drafts an entry (you see it first; it counts when you save it):
faq-gap = { $number }. “{ $question }” · { $chats ->
        [one] { $chats } buyer
       *[other] { $chats } buyers
    }
faq-gap-also = Also put as: { $examples }
faq-gap-quoted = “{ $text }”
faq-gap-near = Nearest: { $entry }
faq-gap-unhelped = { $entry } did not help { $chats ->
        [one] { $chats } buyer
       *[other] { $chats } buyers
    }
faq-gap-new = { $number } ➕ New entry
faq-gap-extend = { $number } 📎 Same as “{ $entry }”
faq-gap-mend = { $number } ✏️ Look at “{ $entry }”
