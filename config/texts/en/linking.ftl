# One buyer in several messengers: linking, the yes of both, unlinking.

button-link = Link another chat
button-unlink = Unlink
button-link-yes = It's me, link
button-link-no = Not me
link-code = Your link code, good for 10 minutes and for one use:
link-code-how =
    Send it to our bot in your other messenger, and both chats become one buyer.
    🔒 Give it to nobody. Our staff will never ask for it.
link-offered =
    Got a link code from { $channel }. Did you ask for it yourself?
    Once linked, orders and keys proven in one chat can be seen in both. If somebody gave you the code, tap "Not me".
link-met =
    The order ending in { $order } was proven in another chat on { $channel }, too.
    If that is you, link the two and see your orders in both. If not, don't: somebody else knows its query password.
link-waits = One more step: go back to your chat on { $channel } and tap "It's me, link".
link-asked =
    Somebody sent your link code on { $channel }. Is it you?
    If you tap "It's me, link", that chat can see your orders and keys.
link-asked-order =
    Somebody on { $channel } proved your order ending in { $order } and says he is you. Is it you?
    If you tap "It's me, link", that chat can see all orders and keys that you have proven.
link-linked = ✅ Linked: this chat and { $channel } are one buyer now, and proven orders count in both. To part them, say "unlink" any time.
link-unlinked = Unlinked. Other chats no longer see your orders from here, and here only what you proved here stays.
link-unlinked-there = Your chat on { $channel } was unlinked from this one. They no longer share orders.
link-declined = Alright, nothing was linked.
link-wrong = That didn't link: the code is wrong, too old or used already. Ask for a new one in your other chat.
link-same = This code is from a chat of your own that needs no link. Send it to us in your other messenger.
link-too-many-tries = That was a bit often. To keep your orders safe, please wait { $wait }.
link-too-many-chats = Many chats are linked already, no more can be added. Say "unlink" in one you don't use.
link-alone = This chat is linked with no other.
link-in-private = Please link chats in a private chat with me. Everybody reads along here 🔒

## What messengers are called

channel-web = Web
channel-telegram = Telegram
channel-wechat = WeChat
channel-wecom = WeChat Customer Service
channel-discord = Discord
channel-fake = Test channel
