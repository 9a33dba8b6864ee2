# What is said in WeChat beside the talk: how to see later answers where we may only reply, and files that cannot be sent.

wechat-later = Got it, looking into it now. Send “{ $word }” in a moment to see the answer.
wechat-nothing-new = Nothing new yet. It will be ready for you as soon as there is; just send that again later.
wechat-more = { $count } more to come: send “{ $word }” to read on.
wechat-how = To see later answers, send “{ $word }”.
wechat-no-file =
    { $name ->
        [none] There is a file that WeChat does not take. Tell me if you need it, and you get it another way.
       *[other] WeChat does not take the file “{ $name }”. Tell me if you need it, and you get it another way.
    }
