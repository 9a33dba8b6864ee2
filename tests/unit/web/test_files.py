"""Pictures and files: what is taken, what it becomes, and who may fetch it."""

import zipfile
from io import BytesIO
from urllib.parse import unquote
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.web.browser import Browser
from bots.web.protocol import Open, Say
from bots.web.sniffing import HEAD, INLINE, safe_name, sniff
from core.errors import ContentRejected, TargetGone
from core.messages import Media, MediaKind, MediaRef, MessageReceived
from tests.unit.web.world import World, running

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
GIF = b"GIF89a" + bytes(40)
PDF = b"%PDF-1.7\n" + bytes(40)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"


def a_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def nonce() -> str:
    return str(uuid4())


async def say_with(browser: Browser, data: bytes, name: str, box: str = "chat") -> str:
    upload = await browser.upload(data, name, f"?box={box}")
    assert upload["status"] == 200, upload
    answer = await browser.do(Say(id=nonce(), box=box, files=(upload["token"],)))
    assert answer["type"] == "ack", answer
    key = str(answer["key"])
    await browser.until(lambda: key in browser.boxes[box])
    return key


async def headers_of(browser: Browser, url: str) -> tuple[int, dict[str, str], bytes]:
    async with browser.http.get(f"{browser.base}{url}") as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_a_picture_goes_up_is_said_and_comes_back_inline(world: World) -> None:
    browser = await world.buyer()
    key = await say_with(browser, PNG, "截图.png")
    (file,) = dict(browser.shown("chat"))[key].files
    assert (file.kind, file.mime, file.size, file.ref) == (MediaKind.IMAGE, "image/png", len(PNG), "")
    status, headers, data = await headers_of(browser, file.url)
    assert (status, data) == (200, PNG)
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("inline")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    (event,) = world.intake.of(MessageReceived)
    (media,) = event.body.media
    assert (media.kind, media.name, media.home) == (MediaKind.IMAGE, "截图.png", world.chat_of(browser))
    assert b"".join([chunk async for chunk in world.buyers.fetch(media)]) == PNG


async def test_everything_but_pictures_is_a_download(world: World) -> None:
    browser = await world.buyer()
    for data, name in (
        (PDF, "a.pdf"),
        (a_zip(), "a.zip"),
        ("付款记录".encode(), "a.txt"),
        ("付款记录".encode("gb18030"), "b.txt"),
    ):
        key = await say_with(browser, data, name)
        (file,) = dict(browser.shown("chat"))[key].files
        _, headers, _ = await headers_of(browser, file.url)
        assert headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (SVG, "a.svg"),
        (SVG, "a.png"),
        (HTML, "a.html"),
        (HTML, "a.jpg"),
        (b"MZ" + bytes(60), "a.exe"),
        (b"\x7fELF" + bytes(60), "a"),
    ],
)
async def test_what_could_run_is_not_taken(world: World, data: bytes, name: str) -> None:
    browser = await world.buyer()
    answer = await browser.upload(data, name)
    assert (answer["status"], answer["why"]) == (415, "wrong-kind")
    assert world.blobs.kept == {}


async def test_a_page_that_pretends_to_be_text_is_never_shown_as_a_page(world: World) -> None:
    browser = await world.buyer()
    key = await say_with(browser, HTML, "a.txt")
    (file,) = dict(browser.shown("chat"))[key].files
    _, headers, _ = await headers_of(browser, file.url)
    assert headers["Content-Type"].startswith("text/plain")
    assert headers["Content-Disposition"].startswith("attachment")


async def test_a_picture_that_is_also_a_program_keeps_a_pictures_name(world: World) -> None:
    browser = await world.buyer()
    key = await say_with(browser, GIF + HTML, "evil.hta")
    (file,) = dict(browser.shown("chat"))[key].files
    assert (file.name, file.mime) == ("evil.hta.gif", "image/gif")


async def test_too_large_empty_and_too_many_are_refused_with_a_reason() -> None:
    async with running(buyer={"upload_bytes": 20_000, "uploads_per_hour": 3}) as world:
        browser = await world.buyer()
        answers = [await browser.upload(data, "a.png") for data in (PNG + bytes(30_000), b"", PNG, PNG)]
        assert [(a["status"], a.get("why")) for a in answers] == [
            (413, "too-large"),
            (400, "empty"),
            (200, None),
            (429, "slow-down"),
        ]


async def test_a_form_that_is_none_is_refused(world: World) -> None:
    browser = await world.buyer()
    headers = {"Origin": world.base, "Authorization": f"Bearer {browser.token}"}
    for data, kind in (
        (b"{}", "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
    ):
        sent = headers | {"Content-Type": kind}
        async with browser.http.post(f"{world.base}/chat/files", data=data, headers=sent) as answer:
            assert answer.status == 400


async def test_strangers_and_other_sites_upload_nothing(world: World) -> None:
    stranger = world.stranger("/chat")
    assert (await stranger.upload(PNG, "a.png"))["status"] == 401
    browser = await world.buyer()
    browser.origin = "https://evil.example"
    headers = {"Origin": browser.origin, "Authorization": f"Bearer {browser.token}"}
    async with browser.http.post(f"{world.base}/chat/files", data=b"x", headers=headers) as answer:
        assert answer.status == 403
    nobody = world.stranger("/staff")
    assert (await nobody.upload(PNG, "a.png", "?box=general"))["status"] == 401


async def test_a_file_of_one_buyer_cannot_be_said_by_another(world: World) -> None:
    mine, other = await world.buyer(), await world.buyer()
    upload = await mine.upload(PNG, "a.png")
    refused = await other.do(Say(id=nonce(), files=(upload["token"],)))
    assert (refused["type"], refused["why"]) == ("refused", "bad-file")


async def test_an_address_that_was_changed_leads_nowhere(world: World) -> None:
    browser = await world.buyer()
    key = await say_with(browser, PNG, "a.png")
    url = dict(browser.shown("chat"))[key].files[0].url
    token = url.split("/")[3]
    for wrong in (
        url.replace(token, token[:-1]),
        url.replace(token, "x"),
        url.replace(token, token[1:]),
        "/chat/files/a/b",
    ):
        status, _, _ = await headers_of(browser, wrong)
        assert status == 404
    world.blobs.kept.clear()
    assert (await headers_of(browser, url))[0] == 404


async def test_addresses_end_after_days_and_a_reload_gives_new_ones(world: World) -> None:
    browser = await world.buyer()
    key = await say_with(browser, PNG, "a.png")
    url = dict(browser.shown("chat"))[key].files[0].url
    world.clock.at = world.clock.at.replace(month=12, day=5)
    assert (await headers_of(browser, url))[0] == 404
    fresh = await world.buyer(browser.token)
    await fresh.until(lambda: bool(fresh.shown("chat")))
    assert (await headers_of(fresh, dict(fresh.shown("chat"))[key].files[0].url))[0] == 200


async def test_files_of_the_staff_room_need_an_agent(world: World) -> None:
    agent, buyer = await world.agent(), await world.buyer()
    where = await world.thread()
    wire = str(where.thread)
    await agent.send(Open(wire))
    await agent.until(lambda: wire in agent.boxes)
    key = await say_with(agent, PNG, "a.png", wire)
    url = dict(agent.shown(wire))[key].files[0].url
    assert (await headers_of(agent, url))[0] == 200
    assert (await headers_of(buyer, url))[0] == 404
    mine = await say_with(buyer, PNG, "b.png")
    buyers_url = dict(buyer.shown("chat"))[mine].files[0].url.replace("/chat/", "/staff/")
    assert (await headers_of(agent, buyers_url))[0] == 404
    assert (await agent.upload(PNG, "a.png", "?box=t0"))["why"] == "gone"


async def test_files_from_elsewhere_are_carried_once_and_told_anew(world: World) -> None:
    browser = await world.buyer()
    world.files.data = {"far": PNG, "odd": HTML}
    home = world.chat_of(browser)
    media = (
        Media(MediaKind.IMAGE, MediaRef("far"), home, "photo", "application/octet-stream"),
        Media(MediaKind.FILE, MediaRef("odd"), home, "page.html", "text/html"),
    )
    for _ in range(2):
        await world.tell_buyer(browser, "看这里", key="9.1.0", media=media)
    assert world.files.opened == 2
    await browser.until(lambda: bool(browser.shown("chat")))
    image, page = browser.shown("chat")[0][1].files
    assert (image.name, image.mime) == ("photo.png", "image/png")
    status, headers, data = await headers_of(browser, page.url)
    assert (status, data, headers["Content-Type"]) == (200, HTML, "application/octet-stream")
    assert headers["Content-Disposition"].startswith("attachment")
    assert unquote(headers["Content-Disposition"]).endswith("page.html.bin")


async def test_a_file_from_elsewhere_that_is_too_long_is_rejected() -> None:
    async with running(buyer={"upload_bytes": 1024}) as world:
        browser = await world.buyer()
        world.files.data = {"far": bytes(2000)}
        media = (Media(MediaKind.FILE, MediaRef("far"), world.chat_of(browser)),)
        with pytest.raises(ContentRejected):
            await world.tell_buyer(browser, "", media=media)


async def test_a_file_that_was_never_ours_is_gone(world: World) -> None:
    browser = await world.buyer()
    media = Media(MediaKind.FILE, MediaRef("../../etc/passwd"), world.chat_of(browser))
    with pytest.raises(TargetGone):
        [chunk async for chunk in world.buyers.fetch(media)]


@given(st.binary(max_size=HEAD), st.text(max_size=60))
def test_nothing_is_inline_that_does_not_begin_as_a_picture(head: bytes, name: str) -> None:
    mime = sniff(head, name)
    assert (
        mime not in INLINE
        or head[:4] in {b"\x89PNG", b"GIF8", b"RIFF"}
        or head[:3] in {b"\xff\xd8\xff", b"GIF"}
        or b"ftyp" in head[:16]
    )


@given(st.text(max_size=300))
def test_a_saved_name_has_no_path_and_a_fitting_end(name: str) -> None:
    safe = safe_name(name, "image/png")
    assert not set(safe) & set('/\\:*?"<>|\x00\n\u202e')
    assert safe.lower().endswith(".png")
    assert 4 < len(safe) <= 110
    assert not safe.startswith(".")


def test_a_character_cut_by_the_end_of_the_head_is_still_text() -> None:
    assert sniff(("字" * HEAD).encode()[:HEAD], "a.txt") == "text/plain"
    assert sniff(b"\xff\xfe\xff\xfe", "a.txt") == "application/octet-stream"
    assert sniff(b"text\x00", "a.txt") == "application/octet-stream"
