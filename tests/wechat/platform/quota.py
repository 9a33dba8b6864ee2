"""How many customer-service messages may be pushed to whom, and until when.

Rules since 2023-06-12 (developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage): each message
of a person lets 5 through in 48 hours, each menu click, subscription and scan 3 in one minute; each begins anew."""

from tests.wechat.platform.model import Grant, Person
from tests.wechat.platform.refusals import Declined

HOUR = 3600.0
MESSAGE, CLICK, SUBSCRIBE, SCAN = "message", "click", "subscribe", "scan"
GRANTED = {MESSAGE: (5, 48 * HOUR), CLICK: (3, 60.0), SUBSCRIBE: (3, 60.0), SCAN: (3, 60.0)}


def give(person: Person, by: str, now: float) -> None:
    total, within = GRANTED[by]
    person.grants[by] = Grant(total, now + within)


def take(person: Person, now: float) -> None:
    """Uses up one message, of the grant that ends first. Raises: Declined."""
    current = [grant for grant in person.grants.values() if grant.until > now]
    if not current:
        raise Declined(45015)
    open_ones = [grant for grant in current if grant.left > 0]
    if not open_ones:
        raise Declined(45047)
    min(open_ones, key=lambda grant: grant.until).used += 1
