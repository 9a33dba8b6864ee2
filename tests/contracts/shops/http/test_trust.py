"""Secrets, clocks and settings: what does not fit is named, and never shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.channel import Severity
from core.errors import NotPossible, WrongSetting
from docs.shops import reference_server
from storage.shops.http import HttpShop
from tests.contracts.shops.http.asking import QUESTIONS, altered, answers, fails
from tests.contracts.shops.httpprogram import HttpProgram
from tests.contracts.surroundings import FixedClock


class TestSignatures:
    async def test_another_secret(self, program: HttpProgram) -> None:
        shop = program.open(secret="some other secret, long enough to be one")
        for question in QUESTIONS.values():
            assert "secret the same" in await fails(shop, question)
        await shop.close()

    @pytest.mark.parametrize("minutes", [-2, 2, -60 * 24 * 365])
    async def test_clocks_that_differ(self, program: HttpProgram, minutes: int) -> None:
        shop = program.open(clock=FixedClock(datetime.now(UTC) + timedelta(minutes=minutes)))
        assert "clock" in await fails(shop, QUESTIONS["order"])
        (finding,) = await shop.examine()
        assert finding.severity is Severity.FAILURE
        assert "clock" in finding.seen
        await shop.close()

    async def test_the_reason_of_a_refusal_is_one_short_line(self, program: HttpProgram, shop: HttpShop) -> None:
        answers(program, {"error": {"code": "not-possible", "message": "已\n\x1b[31m退款\u202e" + "x" * 999}}, 409)
        reason = await fails(shop, QUESTIONS["refund"], NotPossible)
        assert reason.startswith("已 [31m退款 xxx")
        assert len(reason) == 200
        assert reason.isprintable()

    async def test_a_refusal_to_what_only_asks_is_no_answer(self, program: HttpProgram, shop: HttpShop) -> None:
        answers(program, {"error": {"code": "not-possible", "message": "no"}}, 409)
        await fails(shop, QUESTIONS["order"])


class TestTheDoctor:
    async def test_a_shop_that_takes_what_is_not_signed(self, program: HttpProgram, shop: HttpShop) -> None:
        answers(program, reference_server.capabilities(program.db, {}))
        wrong = {finding.subject: finding.severity for finding in await shop.examine()}
        assert wrong["signature"] is Severity.FAILURE
        assert wrong["timestamp"] is Severity.WARNING

    async def test_a_shop_of_another_contract(self, program: HttpProgram, shop: HttpShop) -> None:
        altered(program, contract=2)
        assert Severity.FAILURE in {finding.severity for finding in await shop.examine()}

    async def test_a_clock_that_goes_wrong(self, program: HttpProgram, shop: HttpShop) -> None:
        altered(program, time=(datetime.now(UTC) - timedelta(seconds=30)).isoformat())
        (finding,) = [finding for finding in await shop.examine() if finding.severity is not Severity.OK]
        assert (finding.subject, finding.severity) == ("clock", Severity.WARNING)

    async def test_a_shop_that_is_away_raises_nothing(self, program: HttpProgram) -> None:
        shop = program.open(url="http://127.0.0.1:9", gateway=None)
        (finding,) = await shop.examine()
        assert finding.severity is Severity.FAILURE
        await shop.close()


class TestSettings:
    @pytest.mark.parametrize(
        ("wrong", "named"),
        [
            ({"url": "http://shop.example"}, "url"),
            ({"secret": "short"}, "secret"),
            ({"serves": ["everything"]}, "serves.0"),
            ({"serves": ["replacements"]}, ""),
            ({"numbers": "("}, "numbers"),
            ({"within": 60}, "within"),
            ({"gateway": {"url": "https://pay.example", "pid": "1", "key": "k"}}, ""),
            ({"passwort": "x"}, "passwort"),
        ],
    )
    async def test_what_is_wrong_is_named_and_not_shown(
        self, program: HttpProgram, wrong: dict[str, Any], named: str
    ) -> None:
        with pytest.raises(WrongSetting) as raised:
            program.open(**wrong)
        assert raised.value.name == f"shops.http.main{'.' if named else ''}{named}"
        assert "short" not in str(raised.value)
        assert "the secret of shop" not in str(raised.value)

    async def test_nothing_shows_the_secret(self, shop: HttpShop) -> None:
        shown = f"{shop!r} {shop.wire!r} {shop.settings!r} {shop.hook!r}"
        assert shop.wire.secret not in shown
