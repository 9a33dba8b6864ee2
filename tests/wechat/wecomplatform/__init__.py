"""WeCom customer service (qyapi.weixin.qq.com) of our own: stateful, on a real wire, with customers; for tests only."""

from tests.wechat.wecomplatform.model import Account, Customer, Entry, FailType, Line, Session, State
from tests.wechat.wecomplatform.refusals import CODES, Declined
from tests.wechat.wecomplatform.server import WeCom

__all__ = [
    "CODES",
    "Account",
    "Customer",
    "Declined",
    "Entry",
    "FailType",
    "Line",
    "Session",
    "State",
    "WeCom",
]
