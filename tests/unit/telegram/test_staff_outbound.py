"""One message as the calls that send it: nothing is lost, nothing stands where Telegram does not take it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.staffoutbound import (
    ALBUM,
    PHOTO_BYTES,
    POINTER,
    Attachment,
    Form,
    Piece,
    as_documents,
    form_of,
    spot,
    to_calls,
)
from core.errors import ContentRejected
from core.messages import AccountId, Address, Button, ChannelName, ChatId, Media, MediaKind, MediaRef, OutgoingMessage

ROOM = Address(ChannelName("telegram-staff"), AccountId("main"), ChatId("-100"))
MIMES = {
    MediaKind.IMAGE: ("image/png", "image/gif", "image/tiff"),
    MediaKind.VIDEO: ("video/mp4", "video/webm"),
    MediaKind.VOICE: ("audio/ogg", "audio/amr"),
    MediaKind.AUDIO: ("audio/mpeg", "audio/flac"),
    MediaKind.FILE: ("application/pdf", "image/png"),
    MediaKind.STICKER: ("image/webp", "image/png"),
    MediaKind.LOCATION: ("application/geo",),
}
BUTTONS = ((Button("接单", "desk:take"),),)
TOGETHER = {Form.PHOTO: 1, Form.VIDEO: 1, Form.DOCUMENT: 2, Form.AUDIO: 3}


def file(kind: MediaKind, mime: str, number: int = 0, size: int = 10) -> Attachment:
    media = Media(kind, MediaRef(f"f{number}"), ROOM, "", mime, size)
    return Attachment(media, "1,2" if kind is MediaKind.LOCATION else f"f{number}", size)


kinds = st.sampled_from([(kind, mime) for kind, mimes in MIMES.items() for mime in mimes])


def calls(files: list[Attachment], text: str = "", *, buttons: bool = False) -> tuple[Piece, ...]:
    return to_calls(OutgoingMessage(to=ROOM, text=text, buttons=BUTTONS if buttons else ()), files, 7)


@given(st.lists(kinds, max_size=25), st.text(max_size=20), st.booleans())
def test_every_file_word_and_button_goes_once_and_in_order(
    chosen: list[tuple[MediaKind, str]], text: str, buttons: bool
) -> None:
    files = [file(kind, mime, number) for number, (kind, mime) in enumerate(chosen)]
    pieces = calls(files, text, buttons=buttons)
    assert [one for piece in pieces for _, one in piece.files] == files
    told = [piece.text for piece in pieces if piece.text]
    assert told == [text] if text else told in ([], [POINTER])
    assert [piece.buttons for piece in pieces if piece.buttons] == ([BUTTONS] if buttons else [])
    assert [piece.reply_to for piece in pieces] == [7] + [None] * (len(pieces) - 1)


@given(st.lists(kinds, max_size=25), st.text(max_size=20), st.booleans())
def test_every_call_is_one_that_telegram_takes(chosen: list[tuple[MediaKind, str]], text: str, buttons: bool) -> None:
    files = [file(kind, mime, number) for number, (kind, mime) in enumerate(chosen)]
    for piece in calls(files, text, buttons=buttons):
        forms = [form for form, _ in piece.files]
        assert len(forms) <= ALBUM
        if len(forms) > 1:
            assert len({TOGETHER[form] for form in forms}) == 1
            assert not piece.buttons
        if piece.text:
            assert not {Form.STICKER, Form.LOCATION} & {*forms}


def test_a_picture_of_up_to_ten_megabytes_is_a_photo_and_a_larger_one_a_document() -> None:
    picture = file(MediaKind.IMAGE, "image/jpeg").media
    assert form_of(picture, PHOTO_BYTES) is Form.PHOTO
    assert form_of(picture, PHOTO_BYTES + 1) is Form.DOCUMENT


@pytest.mark.parametrize("mime", ["audio/ogg; codecs=opus", "AUDIO/OGG"])
def test_a_mime_type_is_read_as_people_write_it(mime: str) -> None:
    assert form_of(file(MediaKind.VOICE, mime).media, 10) is Form.VOICE


def test_pictures_that_are_refused_as_photos_go_as_documents() -> None:
    [piece] = calls([file(MediaKind.IMAGE, "image/png", n) for n in range(3)], "看")
    again = as_documents(piece)
    assert [form for form, _ in again.files] == [Form.DOCUMENT] * 3
    assert again.text == "看"


@pytest.mark.parametrize("ref", ["", "1", "a,b", "91,0", "0,181", "1,2,3", "nan,0"])
def test_a_place_that_is_nowhere_is_refused(ref: str) -> None:
    media = Media(MediaKind.LOCATION, MediaRef(ref), ROOM)
    with pytest.raises(ContentRejected):
        spot(Attachment(media, ref))


def test_a_place_is_read_as_it_was_written() -> None:
    assert spot(Attachment(Media(MediaKind.LOCATION, MediaRef("x"), ROOM), "-33.8688,151.2093")) == (-33.8688, 151.2093)
