"""The HTTP client against an endpoint that is right, slow, busy, broken, or talks nonsense."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bots.languagemodel import Endpoint, HttpLanguageModel, ReplyFormat, retry_after
from core.channel import Severity
from core.grounding import ModelUnavailable, Prompt
from tests.languagemodel.endpoint import FakeEndpoint, endpoint, reply

PROMPT = Prompt("rules", "matter")


@pytest.fixture
async def fake() -> AsyncIterator[FakeEndpoint]:
    async with endpoint() as opened:
        yield opened


def client(fake: FakeEndpoint, *, key: str = "", within: float = 5.0, form: ReplyFormat = "text") -> HttpLanguageModel:
    return HttpLanguageModel(
        Endpoint(
            base_url=fake.url, model="tiny", api_key=key, within=timedelta(seconds=within), reply_format=form,
            schema={"type": "object"},
        )
    )  # fmt: skip


async def failing(fake: FakeEndpoint, within: float = 5.0) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        await client(fake, within=within).complete(PROMPT)
    return caught.value


async def test_it_asks_and_reads_the_answer_and_what_it_took(fake: FakeEndpoint) -> None:
    fake.says("七天内可退。", "refund")
    completion = await client(fake, key="sk-secret").complete(PROMPT)
    assert (completion.text, completion.tokens) == (reply("七天内可退。", "refund"), 120)
    [asked] = fake.asked
    assert [(one["role"], one["content"]) for one in asked["messages"]] == [("system", "rules"), ("user", "matter")]
    assert (asked["model"], asked["max_tokens"], asked["stream"]) == ("tiny", 300, False)
    assert fake.keys == ["Bearer sk-secret"]
    assert "response_format" not in asked


async def test_a_local_server_gets_no_key(fake: FakeEndpoint) -> None:
    await client(fake).complete(PROMPT)
    assert fake.keys == [""]


@pytest.mark.parametrize("form", ["json_schema", "json_object"])
async def test_it_may_ask_for_a_form(fake: FakeEndpoint, form: ReplyFormat) -> None:
    await client(fake, form=form).complete(PROMPT)
    assert fake.asked[0]["response_format"]["type"] == form


async def test_an_endpoint_that_does_not_count_tokens(fake: FakeEndpoint) -> None:
    fake.tokens = None
    assert (await client(fake).complete(PROMPT)).tokens is None


async def test_slow(fake: FakeEndpoint) -> None:
    fake.wait = 30
    assert (await failing(fake, within=0.1)).why == "timeout"


async def test_busy_tells_when_to_come_back(fake: FakeEndpoint) -> None:
    fake.status, fake.headers = 429, {"Retry-After": "17"}
    away = await failing(fake)
    assert (away.why, away.after) == ("busy", timedelta(seconds=17))


@pytest.mark.parametrize(("status", "why"), [(500, "failing"), (404, "failing"), (302, "failing"), (401, "refused")])
async def test_broken(fake: FakeEndpoint, status: int, why: str) -> None:
    fake.status, fake.headers = status, {"Location": "/v1/models"} if status == 302 else {}
    assert (await failing(fake)).why == why


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"\xff",
        b"[" * 300_000,
        b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
    ],
)  # fmt: skip
async def test_garbage(fake: FakeEndpoint, raw: bytes) -> None:
    fake.raw = raw
    assert (await failing(fake)).why == "garbled"


async def test_nobody_there() -> None:
    assert (await failing(FakeEndpoint(url="http://127.0.0.1:1/v1"))).why == "unreachable"


async def test_the_key_is_in_no_repr_and_no_exception(fake: FakeEndpoint) -> None:
    model = client(fake, key="sk-secret")
    fake.status = 401
    with pytest.raises(ModelUnavailable) as caught:
        await model.complete(PROMPT)
    assert "sk-secret" not in repr(model) + repr(caught.value) + str(await model.examine())


async def test_check_tells_that_it_answers_and_as_which_model(fake: FakeEndpoint) -> None:
    [finding] = await client(fake).examine()
    assert finding.severity is Severity.OK
    assert "tiny-q4" in finding.seen


async def test_check_names_the_models_that_are_there(fake: FakeEndpoint) -> None:
    fake.status, fake.models = 404, ("qwen3:8b", "gemma3")
    [finding] = await client(fake).examine()
    assert finding.severity is Severity.WARNING
    assert "qwen3:8b, gemma3" in finding.remedy


async def test_check_tells_what_to_do_when_it_is_slow_refused_or_away(fake: FakeEndpoint) -> None:
    fake.wait = 30
    [slow] = await client(fake, within=0.1).examine()
    fake.wait, fake.status = 0, 403
    [refused] = await client(fake).examine()
    [away] = await client(FakeEndpoint(url="http://127.0.0.1:1/v1")).examine()
    assert "faq.model.within" in slow.remedy
    assert "API_KEY" in refused.remedy
    assert "base_url" in away.remedy


def test_when_to_come_back_may_be_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    told = retry_after(later)
    assert told is not None
    assert timedelta(minutes=4) < told <= timedelta(minutes=5)
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == timedelta(0)
    assert retry_after("soon") is None
    assert retry_after("") is None
