# 常见问题。
faq-unsolved = 没解决？转人工
faq-suggest = 你想问的是不是下面这个？点一下就好；也可以换个说法再问我一次。
faq-none-of-these = 都不是，转人工
faq-categories = 想了解哪方面？点一下，或者直接打字问我。
faq-questions = 大家常问的有这些，点一下看答案：
faq-category-delivery = 没收到货
faq-category-order = 订单
faq-category-payment = 付款
faq-category-keys = 卡密有问题
faq-category-redeem = 怎么兑换
faq-category-refund = 退款售后
faq-category-shop = 购买咨询
faq-category-account = 账号与资料
faq-category-safety = 安全防骗
faq-category-person = 联系我们
faq-category-general = 其他
