"""The platform of WeChat's official accounts: stateful, strict, on a real wire, with people; for tests only.

Signatures and AES are its own (crypto.py), so that the product's are judged by somebody else."""

from tests.wechat.platform.callbacks import Callbacks, Delivery, Outcome
from tests.wechat.platform.clock import MovableClock
from tests.wechat.platform.envelopes import Answer, Request
from tests.wechat.platform.faults import ALWAYS, Fault, Faults
from tests.wechat.platform.model import FAILURE, Account, Choice, Grant, Mode, Person, Shown, Way
from tests.wechat.platform.refusals import Declined
from tests.wechat.platform.server import WeChat
from tests.wechat.platform.xmlwire import compose

__all__ = [
    "ALWAYS",
    "FAILURE",
    "Account",
    "Answer",
    "Callbacks",
    "Choice",
    "Declined",
    "Delivery",
    "Fault",
    "Faults",
    "Grant",
    "Mode",
    "MovableClock",
    "Outcome",
    "Person",
    "Request",
    "Shown",
    "Way",
    "WeChat",
    "compose",
]
