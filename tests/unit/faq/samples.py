"""A FAQ of a few entries, small enough to know by heart."""

from faq.entries import Action, Entry, Priority

REFUND = Entry(
    id="refund",
    language="zh",
    question="可以退款吗",
    phrasings=("能退钱吗", "不想要了可以退吗", "退款规则"),
    answer="{refund_days} 天内可以退。",
    category="refund",
    actions=(Action.ORDER, Action.PERSON),
)
REFUND_EN = Entry(
    id="refund",
    language="en",
    question="Can I get a refund?",
    phrasings=("do you refund", "money back please", "refund policy"),
    answer="Within {refund_days} days, yes.",
    category="refund",
    actions=(Action.ORDER, Action.PERSON),
)
NO_KEY = Entry(
    id="no-key",
    language="zh",
    question="付款了没收到卡密",
    phrasings=("钱付了卡密没来", "买了东西啥也没收到", "付了钱怎么还不发货"),
    answer="点“查订单”，{shop} 马上看。",
    category="delivery",
    actions=(Action.ORDER, Action.KEYS),
)
STEAM = Entry(
    id="steam",
    language="zh",
    question="Steam 卡怎么兑换",
    phrasings=("steam充值卡怎么用", "steam"),
    answer="在 Steam 里点“激活产品”。",
    category="redeem",
)
STEAM_EN = Entry(
    id="steam",
    language="en",
    question="How do I redeem a Steam code?",
    phrasings=("where to enter steam key", "steam"),
    answer="In Steam, choose Activate a Product.",
    category="redeem",
)
STOLEN = Entry(
    id="stolen",
    language="zh",
    question="账号被盗了",
    phrasings=("我的号被盗", "有人动了我的账户", "被黑了"),
    answer="先改密码，{hours} 有人在。",
    category="house-rules",
    priority=Priority.PERSON,
    actions=(Action.ORDER,),
)
ALL = (REFUND, REFUND_EN, NO_KEY, STEAM, STEAM_EN, STOLEN)
