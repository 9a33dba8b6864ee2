# 微信裡聊天以外的字：只能「直接回覆」的公眾號怎麼看之後的訊息、傳不了的檔案。

wechat-later = 收到，正在幫你看。過一會兒傳「{ $word }」就能看到回覆。
wechat-nothing-new = 暫時沒有新的回覆，有了會馬上幫你備好，稍後再傳一次就可以。
wechat-more = 還有 { $count } 則沒傳完，傳「{ $word }」接著看。
wechat-how = 之後有新的回覆，傳「{ $word }」就能看到。
wechat-no-file =
    { $name ->
        [none] 有個檔案微信傳不過來，需要的話說一聲，換個方式給你。
       *[other] 「{ $name }」這個檔案微信傳不過來，需要的話說一聲，換個方式給你。
    }
