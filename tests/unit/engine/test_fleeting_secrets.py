"""A link code is secret, but worth nothing soon: it is treated otherwise than a key."""

from dataclasses import replace

import pytest

from core.messages import SECRET_MARK, OnDoubt, OutgoingMessage, Sealed
from core.outbox import GivenUp, OutboxRow
from core.outcomes import reported
from core.reported import DeliveryReported, DeliveryState
from core.sealed import reveal
from tests.contracts.engine.script import chat
from tests.unit.engine.stage import Now

KEY = OutgoingMessage(to=chat("ming"), text=SECRET_MARK, secret=(Sealed("sealed"),))
CODE = replace(KEY, fleeting=True)


def test_in_doubt_a_code_goes_again_and_a_key_is_held() -> None:
    assert (CODE.on_doubt, KEY.on_doubt) == (OnDoubt.RESEND, OnDoubt.HOLD)


def test_a_code_may_be_copied_and_a_key_is_protected() -> None:
    assert not reveal(CODE, ["LK-7KQ2M-X4TR9"]).protected
    assert reveal(KEY, ["ABCD"]).protected


@pytest.mark.parametrize(("message", "secret"), [(CODE, False), (KEY, True)], ids=["code", "key"])
def test_nobody_is_called_for_a_code_that_is_lost(message: OutgoingMessage, secret: bool) -> None:
    lost = GivenUp(OutboxRow(1, 2, message, message.to), DeliveryState.REFUSED, "ContentRejected")
    (report,) = reported(lost, Now())
    assert isinstance(report, DeliveryReported)
    assert report.secret is secret
