"""Our files: which the platform takes, and that each is uploaded once in three days."""

import pytest

from bots.wechat.api import Answer, Api
from bots.wechat.official.capabilities import FORMS
from bots.wechat.uploads import Form, Unsuitable, Uploads, form
from bots.wechat.wire import File, Query
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MediaKind, MediaRef
from tests.conformance.stage import FilesOfElsewhere
from tests.unit.wechat.surrounded import Clock

HOME = Address(ChannelName("telegram"), AccountId("shop"), ChatId("1"))
JPEG = b"\xff\xd8\xff\xe0 a picture"
MP4 = b"\x00\x00\x00\x18ftypisom video"


class Counting(Api):
    """Takes every upload. Stands for the platform's calls alone."""

    def __init__(self) -> None:
        self.uploaded: list[tuple[str, str]] = []

    async def upload(self, path: str, query: Query, file: File, kind: type[Answer]) -> Answer:  # type: ignore[override]
        self.uploaded.append((query["type"], file.name))
        answer = kind()
        answer.media_id = f"id-{len(self.uploaded)}"  # type: ignore[attr-defined]
        return answer


class Desk:
    def __init__(self, forms: tuple[Form, ...] = FORMS) -> None:
        self.api = Counting()
        self.clock = Clock()
        self.files = FilesOfElsewhere()
        self.uploads = Uploads(self.api, forms, self.clock)

    def file(self, data: bytes, name: str = "", size: int | None = None, kind: MediaKind = MediaKind.FILE) -> Media:
        ref = MediaRef(f"ref-{len(self.files.data)}")
        self.files.data[ref] = data
        return Media(kind, ref, HOME, name, size=len(data) if size is None else size)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("data", "type_", "name"),
    [
        (JPEG, "image", "file.jpg"),
        (b"\x89PNG\r\n\x1a\n rest", "image", "file.png"),
        (b"GIF89a rest", "image", "file.gif"),
        (b"#!AMR\n voice", "voice", "file.amr"),
        (b"ID3\x04 music", "voice", "file.mp3"),
        (b"\xff\xfb\x90 music", "voice", "file.mp3"),
        (MP4, "video", "file.mp4"),
    ],
)
async def test_the_bytes_say_what_it_is(desk: Desk, data: bytes, type_: str, name: str) -> None:
    uploaded = await desk.uploads.send(desk.file(data), desk.files)
    assert (uploaded.type, uploaded.media_id, uploaded.name) == (type_, "id-1", name)


async def test_a_name_gets_the_ending_that_the_platform_wants(desk: Desk) -> None:
    assert (await desk.uploads.send(desk.file(JPEG, "二维码.JPG"), desk.files)).name == "二维码.JPG"
    assert (await desk.uploads.send(desk.file(JPEG + b"2", "二维码"), desk.files)).name == "二维码.jpg"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 words",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypheic picture",
        b"\x00\x00\x00\x18ftypavif picture",
        b"\x00\x00\x00\x18ftypqt   film",
        b"OggS voice",
        b"#!AMR" + b"a" * (2 << 20),
    ],
)
async def test_what_the_platform_does_not_take(desk: Desk, data: bytes) -> None:
    with pytest.raises(Unsuitable):
        await desk.uploads.send(desk.file(data), desk.files)
    assert desk.api.uploaded == []


async def test_what_is_far_too_large_is_not_even_read(desk: Desk) -> None:
    big = desk.file(JPEG, size=11 << 20)
    desk.files.data.clear()
    with pytest.raises(Unsuitable):
        await desk.uploads.send(big, desk.files)


async def test_a_size_that_was_not_told_is_seen_on_the_way(desk: Desk) -> None:
    with pytest.raises(Unsuitable):
        await desk.uploads.send(desk.file(JPEG + b"x" * (10 << 20), size=0), desk.files)


async def test_the_same_file_is_uploaded_once(desk: Desk) -> None:
    one, copy = desk.file(JPEG), desk.file(JPEG)
    ids = {(await desk.uploads.send(media, desk.files)).media_id for media in (one, one, copy, copy)}
    assert ids == {"id-1"}
    desk.clock.forward(hours=59)
    assert (await desk.uploads.send(one, desk.files)).media_id == "id-1"
    desk.clock.forward(hours=2)
    assert (await desk.uploads.send(one, desk.files)).media_id == "id-2"


async def test_what_the_platform_has_forgotten_is_uploaded_anew(desk: Desk) -> None:
    one = desk.file(JPEG)
    desk.uploads.forget(await desk.uploads.send(one, desk.files))
    assert (await desk.uploads.send(one, desk.files)).media_id == "id-2"


async def test_a_platform_may_take_anything_as_a_file() -> None:
    desk = Desk((*FORMS, form("file", "", "", b"", 20 << 20)))
    assert (await desk.uploads.send(desk.file(b"%PDF-1.7", "说明.pdf"), desk.files)).type == "file"
    assert (await desk.uploads.send(desk.file(JPEG), desk.files)).type == "image"
    assert desk.api.uploaded[0] == ("file", "说明.pdf")
