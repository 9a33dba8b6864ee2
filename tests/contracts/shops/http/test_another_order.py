"""A shop that tells about another order, or of proofs that there are not: nothing of it is shown."""

from typing import Any, cast

import pytest
from aiohttp import web

from core.errors import NotPossible
from core.shop import Evidence
from storage.shops.http import HttpShop
from storage.shops.http.parts import SearchesContact
from tests.contracts.shops.http.asking import KEY, OTHER, OURS, QUESTIONS, altered, answers, fails
from tests.contracts.shops.httpprogram import HttpProgram


@pytest.fixture(autouse=True)
def _something_to_give(program: HttpProgram) -> None:
    program.on_sale("steam-50", "new-1")


class TestAnotherOrder:
    async def test_an_order(self, program: HttpProgram, shop: HttpShop) -> None:
        altered(program, number=OTHER)
        assert "another order" in await fails(shop, QUESTIONS["order"])

    async def test_a_proof(self, program: HttpProgram, shop: HttpShop) -> None:
        altered(program, number=OTHER)
        assert "another order" in await fails(shop, QUESTIONS["verify"])
        assert "another order" in await fails(shop, QUESTIONS["messenger"])

    @pytest.mark.parametrize("number", [OTHER, OURS.lower()])
    async def test_keys(self, program: HttpProgram, shop: HttpShop, number: str) -> None:
        altered(program, number=number)
        assert "another order" in await fails(shop, QUESTIONS["keys"])

    async def test_stock_of_another_product(self, program: HttpProgram, shop: HttpShop) -> None:
        altered(program, lines__0__product="steam-99")
        assert "another product" in await fails(shop, QUESTIONS["stock"])

    async def test_orders_of_another_contact(self, program: HttpProgram, shop: HttpShop) -> None:
        altered(program, orders__0__contact="other@qq.com")
        assert "another contact" in await fails(shop, QUESTIONS["contact"])
        altered(program, orders__0__contact="b***@qq.com")
        (order,) = await cast("SearchesContact", shop).orders_with("buyer@qq.com", 5)
        assert order.contact == "b***@qq.com"

    @pytest.mark.parametrize(
        "changes", [{"number": OTHER}, {"key__product": "steam-99"}, {"key__variant": "US"}, {"number": OURS.lower()}]
    )
    async def test_a_new_key_for_another(self, program: HttpProgram, shop: HttpShop, changes: dict[str, Any]) -> None:
        altered(program, **changes)
        assert "another order" in await fails(shop, QUESTIONS["replace"])

    @pytest.mark.parametrize("changes", [{"key__key": f" {KEY} "}, {"key__id": "1"}])
    async def test_the_bad_key_once_more(self, program: HttpProgram, shop: HttpShop, changes: dict[str, Any]) -> None:
        altered(program, **changes)
        assert "bad key" in await fails(shop, QUESTIONS["replace"])

    @pytest.mark.parametrize("changes", [{"number": OTHER}, {"amount": "2.00"}, {"way": "wallet"}])
    async def test_another_refund(self, program: HttpProgram, shop: HttpShop, changes: dict[str, Any]) -> None:
        altered(program, **changes)
        assert "another refund" in await fails(shop, QUESTIONS["refund"])


class TestNoSuchOrder:
    """A shop may say so to anything that is asked by a number, a contact or a key."""

    @pytest.mark.parametrize("question", ["order", "verify", "messenger", "keys", "contact", "key"])
    async def test_it_is_an_answer(self, program: HttpProgram, shop: HttpShop, question: str) -> None:
        answers(program, {"error": {"code": "no-such-order"}}, 404)
        assert not await QUESTIONS[question](shop)

    @pytest.mark.parametrize("question", ["replace", "refund"])
    async def test_nothing_is_done_for_it(self, program: HttpProgram, shop: HttpShop, question: str) -> None:
        answers(program, {"error": {"code": "no-such-order"}}, 404)
        assert "no such order" in await fails(shop, QUESTIONS[question], NotPossible)

    @pytest.mark.parametrize("error", [5, None, [], {}, {"code": 7}, {"code": "no-such-thing"}, "no-such-order"])
    async def test_in_other_words_it_is_none(self, program: HttpProgram, shop: HttpShop, error: Any) -> None:
        answers(program, {"error": error}, 404)
        assert "refuses the question (status 404)" in await fails(shop, QUESTIONS["order"])


class TestProofsThatAreNotBelieved:
    async def test_a_password_that_nobody_gave(self, program: HttpProgram, shop: HttpShop) -> None:
        answers(program, {"number": OURS, "proof": "password"})
        assert await shop.verify_buyer(OURS, Evidence("buyer@qq.com")) is None

    async def test_a_contact_alone_where_there_is_a_password(self, program: HttpProgram, shop: HttpShop) -> None:
        async def meddle(request: web.Request, _: Any) -> web.StreamResponse | None:
            said = {"number": OURS, "proof": "contact"}
            return web.json_response(said) if request.path.endswith("verify") else None

        program.meddle = meddle
        assert await shop.verify_buyer(OURS, Evidence("buyer@qq.com", shop.vault.seal("wrong"))) is None

    @pytest.mark.parametrize("word", ["none", "messenger", "PASSWORD", "A", ""])
    async def test_words_that_are_no_proof(self, program: HttpProgram, shop: HttpShop, word: str) -> None:
        answers(program, {"number": OURS, "proof": word})
        assert await shop.verify_buyer(OURS, Evidence("buyer@qq.com", shop.vault.seal("Kami2026"))) is None

    @pytest.mark.parametrize("word", ["password", "contact", "none"])
    async def test_a_messenger_is_proven_by_its_own_word(self, program: HttpProgram, shop: HttpShop, word: str) -> None:
        answers(program, {"number": OURS, "proof": word})
        assert await QUESTIONS["messenger"](shop) is None

    async def test_a_password_sealed_by_another_vault(self, shop: HttpShop) -> None:
        foreign = Evidence("buyer@qq.com", shop.vault.seal("Kami2026")[:-4])  # type: ignore[arg-type]
        await fails(shop, lambda shop: shop.verify_buyer(OURS, foreign))
