"""WeChat customer service of WeCom (微信客服): one more channel of this folder."""
