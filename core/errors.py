"""Errors named for what the caller may do next. The docstring is the message."""

from datetime import timedelta

from core.messages import Allowance


class KamiDeskError(Exception):
    """Something of ours went wrong."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        meaning = (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(f"{meaning} {detail}".strip())


class ChannelError(KamiDeskError):
    """A channel could not do what was asked."""


class RetryLater(ChannelError):
    """Not now: try the same again after `after`."""

    def __init__(self, detail: str = "", after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.after = after


class RateLimited(RetryLater):
    """The platform asks us to slow down."""

    def __init__(self, detail: str = "", after: timedelta | None = None, *, whole_account: bool = False) -> None:
        super().__init__(detail, after)
        self.whole_account = whole_account


class ChannelUnavailable(RetryLater):
    """The platform does not answer."""


class ReplyWindowClosed(RetryLater):
    """The platform lets us write again only when the person has written: it waits, and goes out then."""

    def __init__(self, detail: str = "", allowance: Allowance | None = None) -> None:
        super().__init__(detail)
        self.allowance = allowance


class DeliveryInDoubt(ChannelError):
    """The platform may or may not have taken the message."""


class DeliveryRefused(ChannelError):
    """The platform will not take this message, now or later."""


class RecipientUnreachable(DeliveryRefused):
    """The person blocked us, left, or does not exist."""


class ContentRejected(DeliveryRefused):
    """The platform does not accept this content."""


class TargetGone(DeliveryRefused):
    """The thread or message to act on no longer exists."""


class Refused(KamiDeskError):
    """What came in cannot be taken as it is."""


class Forged(Refused):
    """The signature or secret does not fit."""


class Unreadable(Refused):
    """The payload cannot be understood."""


class StoreUnavailable(KamiDeskError):
    """The database cannot take this now; ask again later."""


class ShopUnavailable(KamiDeskError):
    """The shop does not answer; ask again later."""

    def __init__(self, detail: str = "", shop: str = "") -> None:
        """`shop`: which one, as people call it; empty: whoever raises this does not know."""
        super().__init__(detail)
        self.shop = shop


class ShopRemoved(ShopUnavailable):
    """The shop is not in the settings any more."""


class NothingInStock(KamiDeskError):
    """There is no key left to give for this; a person must decide."""


class PieceTaken(KamiDeskError):
    """What was set aside has meanwhile been sold by the shop: set another one aside."""


class NotPossible(KamiDeskError):
    """The shop cannot do this with this order, now or later."""


class SecretUnreadable(KamiDeskError):
    """A sealed text cannot be opened with the configured keys."""


class WrongSetting(KamiDeskError):
    """A setting is wrong or missing."""

    def __init__(self, name: str, detail: str, remedy: str) -> None:
        super().__init__(f"{name}: {detail} {remedy}")
        self.name = name
        self.remedy = remedy
