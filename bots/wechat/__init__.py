"""WeChat: the official account (公众号, 服务号) and WeCom's customer service (微信客服).

What both share lies here: access tokens, calls, the count of messages, media. Importing this imports no SDK."""

from bots.wechat.wecom.channel import WECOM, build_customer_service

CHANNELS = {WECOM: build_customer_service}
