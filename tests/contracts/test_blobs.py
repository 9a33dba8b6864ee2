"""What everybody may rely on of the files that came in."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from core.errors import ChannelUnavailable, ContentRejected, StoreUnavailable, TargetGone
from core.messages import MediaRef
from core.ports import Blobs
from storage.blobs import BlobsInMemory, BlobsOnDisk


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def broken_off(error: BaseException) -> AsyncIterator[bytes]:
    yield b"the first half"
    raise error


async def content(blobs: Blobs, ref: MediaRef) -> bytes:
    return b"".join([chunk async for chunk in blobs.open(ref)])


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(params=["memory", "disk"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    return BlobsInMemory() if request.param == "memory" else BlobsOnDisk(tmp_path / "files")


class TestEveryStore:
    async def test_what_was_put_can_be_read(self, blobs: Blobs) -> None:
        ref, size = await blobs.put(pieces(b"some ", b"", b"bytes"), 100)
        assert size == 10
        assert await content(blobs, ref) == b"some bytes"

    async def test_a_large_file_comes_in_pieces(self, blobs: Blobs) -> None:
        large = os.urandom(3_000_000)
        ref, size = await blobs.put(pieces(large), len(large))
        chunks = [chunk async for chunk in blobs.open(ref)]
        assert size == len(large)
        assert b"".join(chunks) == large
        assert max(map(len, chunks)) < 1_000_000

    async def test_an_empty_file_is_a_file(self, blobs: Blobs) -> None:
        ref, size = await blobs.put(pieces(), 100)
        assert size == 0
        assert await content(blobs, ref) == b""

    async def test_a_file_may_be_as_long_as_the_limit_and_no_longer(self, blobs: Blobs) -> None:
        ref, _ = await blobs.put(pieces(b"12345", b"67890"), 10)
        assert await content(blobs, ref) == b"1234567890"
        with pytest.raises(ContentRejected):
            await blobs.put(pieces(b"12345", b"678901"), 10)

    async def test_the_same_content_twice_is_two_files(self, blobs: Blobs) -> None:
        (one, _), (two, _) = await blobs.put(pieces(b"same"), 10), await blobs.put(pieces(b"same"), 10)
        assert one != two

    @pytest.mark.parametrize(
        "ref", ["", "..", "../../etc/passwd", "/etc/passwd", "0" * 40, "A" * 40, "0" * 40 + "\n", "a\0b", "文件"]
    )
    async def test_a_ref_that_was_never_ours_opens_nothing(self, blobs: Blobs, ref: str) -> None:
        with pytest.raises(TargetGone):
            await content(blobs, MediaRef(ref))

    async def test_the_sender_s_error_comes_through_and_nothing_is_kept(self, blobs: Blobs) -> None:
        with pytest.raises(ChannelUnavailable):
            await blobs.put(broken_off(ChannelUnavailable()), 100)

    async def test_many_at_once_do_not_mix(self, blobs: Blobs) -> None:
        put = await asyncio.gather(*(blobs.put(pieces(b"a" * n, b"b" * n), 1000) for n in range(50)))
        for n, (ref, size) in enumerate(put):
            assert (await content(blobs, ref), size) == (b"a" * n + b"b" * n, 2 * n)


class TestOnDisk:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "files"

    async def test_only_we_may_read(self, folder: Path) -> None:
        await BlobsOnDisk(folder).put(pieces(b"picture"), 100)
        (file,) = files(folder)
        assert file.stat().st_mode & 0o777 == 0o600
        assert {path.stat().st_mode & 0o777 for path in (file.parent, folder)} == {0o700}

    @pytest.mark.parametrize(
        "failing",
        [
            lambda: broken_off(ChannelUnavailable()),
            lambda: broken_off(asyncio.CancelledError()),
            lambda: pieces(b"1" * 200),
        ],
    )
    async def test_no_half_file_stays(self, folder: Path, failing: Callable[[], AsyncIterator[bytes]]) -> None:
        with pytest.raises(BaseException):  # noqa: B017, PT011 - whichever it is, nothing may stay
            await BlobsOnDisk(folder).put(failing(), 100)
        assert files(folder) == []

    async def test_what_a_crash_left_is_tidied_away(self, folder: Path) -> None:
        blobs = BlobsOnDisk(folder)
        ref, _ = await blobs.put(pieces(b"whole"), 100)
        (folder / ref[:2] / "0123.half").write_bytes(b"ha")
        assert await blobs.tidy() == 1
        assert await blobs.tidy() == 0
        assert await content(blobs, ref) == b"whole"

    async def test_a_folder_that_cannot_be_made_is_told_as_such(self, tmp_path: Path) -> None:
        (tmp_path / "files").write_text("a file stands in the way")
        with pytest.raises(StoreUnavailable):
            await BlobsOnDisk(tmp_path / "files").put(pieces(b"picture"), 100)

    async def test_a_file_survives_a_restart(self, folder: Path) -> None:
        ref, _ = await BlobsOnDisk(folder).put(pieces(b"picture"), 100)
        assert await content(BlobsOnDisk(folder), ref) == b"picture"
