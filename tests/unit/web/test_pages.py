"""The pages as the server hands them out, and their words."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import bots.web
from core.language import LANGUAGES, NEAREST
from tests.unit.web.world import World, running

STAFF_ONLY = ("staff.", "command.", "login.", "expired.", "language.", "note.", "colon")
"""What words begin with that stand on no page of the buyers'."""
LISTED = re.compile(r'"?(?P<language>[\w-]+)"?: \{ tag: "[\w-]+"(?:, nearest: "(?P<near>\w+)")? \}')
PAGES = Path(str(bots.web.__file__)).parent / "pages"
WORDS = {language: json.loads((PAGES / f"words.{language}.json").read_text("utf-8")) for language in LANGUAGES}


async def headers_of(world: World, path: str, **sent: str) -> tuple[int, Mapping[str, str]]:
    async with world.stranger("/chat").http.get(f"{world.base}{path}", headers=sent) as answer:
        return answer.status, answer.headers


async def test_every_page_is_served_under_a_strict_policy(world: World) -> None:
    for path in ("/chat", "/staff", "/demo-shop", "/staff/login?t=" + world.room.login_link("a", "A").split("t=")[1]):
        status, headers = await headers_of(world, path)
        assert status == 200
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy


async def test_only_the_chat_may_be_framed_by_the_shops() -> None:
    async with running(buyer={"embed_origins": ["https://shop.example"]}) as world:
        assert (
            "frame-ancestors 'self' https://shop.example"
            in (await headers_of(world, "/chat"))[1]["Content-Security-Policy"]
        )
        assert "shop.example" not in (await headers_of(world, "/staff"))[1]["Content-Security-Policy"]


async def test_a_browser_that_has_a_file_is_told_so(world: World) -> None:
    _, headers = await headers_of(world, "/chat/static/line.js")
    assert headers["Content-Type"].startswith("text/javascript")
    status, _ = await headers_of(world, "/chat/static/line.js", **{"If-None-Match": headers["ETag"]})
    assert status == 304


@pytest.mark.parametrize("name", ["nothing.js", "..%2fchannel.py", "%2e%2e%2f__init__.py", "words.fr.json"])
async def test_there_is_nothing_else_to_be_had(world: World, name: str) -> None:
    assert (await headers_of(world, f"/chat/static/{name}"))[0] == 404


async def test_the_example_shop_can_be_left_out_and_a_second_account_moved() -> None:
    async with running(buyer={"demo_shop": False, "prefix": "/two"}, staff={"prefix": "/two"}) as world:
        assert (await headers_of(world, "/demo-shop"))[0] == 404
        assert (await headers_of(world, "/two/demo-shop"))[0] == 404
        for path in ("/two/chat", "/two/embed.js", "/two/staff", "/two/chat/static/buyer.js"):
            assert (await headers_of(world, path))[0] == 200
        assert "/two/staff/login?t=" in world.room.login_link("mei", "Mei")


def test_no_page_carries_a_script_or_a_style_of_its_own() -> None:
    pages = sorted(PAGES.glob("*.html"))
    assert len(pages) == 5
    for page in pages:
        html = page.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), page
        assert not re.search(r"<style|\sstyle=|\son\w+=", html), page


def test_no_script_reads_words_as_html() -> None:
    scripts = sorted(PAGES.glob("*.js"))
    assert len(scripts) > 15
    for script in scripts:
        forbidden = re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script.read_text("utf-8")
        )
        assert forbidden is None, (script.name, forbidden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same_things_and_agents_have_two_of_them(language: str) -> None:
    """Who has another picked reads the nearest one in the staff room."""
    everything = WORDS["zh"].keys()
    for_buyers = {key for key in everything if not key.startswith(STAFF_ONLY)}
    assert len(for_buyers) > 60
    assert WORDS[language].keys() == (for_buyers if language in NEAREST else everything)
    for key, text in WORDS[language].items():
        assert text.strip(), key
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", WORDS["zh"][key])), key


def test_the_pages_speak_what_buyers_are_spoken_to_in() -> None:
    code = (PAGES / "words.js").read_text("utf-8")
    table = code[code.index("const LANGUAGES") : code.index("};")]
    pages = {match["language"]: match["near"] for match in LISTED.finditer(table)}
    assert pages == {language: NEAREST.get(language) for language in LANGUAGES}
    for page in ("chat.html", "demo-shop.html"):
        assert re.findall(r'<option value="([^"]+)"', (PAGES / page).read_text("utf-8")) == list(LANGUAGES)


def test_every_word_that_a_page_asks_for_exists_and_none_is_idle() -> None:
    asked: set[str] = set()
    code = ""
    for path in (*PAGES.glob("*.html"), *PAGES.glob("*.js")):
        text = path.read_text("utf-8")
        code += text
        asked |= {*re.findall(r'data-t(?:-\w+)?="([^"]+)"', text), *re.findall(r'\bt\("([^"]+)"', text)}
    assert len(asked) > 60
    assert asked <= WORDS["zh"].keys()
    stems = set(re.findall(r"`([a-z.]+)\.?\$\{", code)) | {"command"}
    idle = {k for k in WORDS["zh"] if f'"{k}"' not in code and not any(k.startswith(stem) for stem in stems)}
    assert not idle


def test_the_pages_are_small() -> None:
    for path in PAGES.iterdir():
        assert len(path.read_text("utf-8").splitlines()) <= 300, path.name


def test_every_refusal_has_words() -> None:
    from bots.web.errors import Why

    assert {f"why.{why}" for why in Why} <= WORDS["zh"].keys()
