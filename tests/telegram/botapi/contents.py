"""The content of messages: files by kind, places, contacts; as a call sends it or a person does."""

from typing import Any, Final

from tests.telegram.botapi.calls import Call, Upload
from tests.telegram.botapi.files import PHOTO_LIMIT, FileRef, Files, StoredFile
from tests.telegram.botapi.model import Json
from tests.telegram.botapi.refusals import bad

FIELDS: Final[dict[str, Json]] = {
    "photo": {"width": 1280, "height": 960},
    "video": {"width": 640, "height": 360, "duration": 7, "mime_type": "video/mp4"},
    "animation": {"width": 320, "height": 240, "duration": 2, "mime_type": "video/mp4"},
    "video_note": {"length": 240, "duration": 5},
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "audio": {"duration": 180, "mime_type": "audio/mpeg", "title": "Song", "performer": "Somebody"},
    "document": {},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "🙂"},
}
"""What each kind of file has beside its id and size."""

NAMED = frozenset({"video", "animation", "audio", "document"})
CAPTIONED = frozenset({"photo", "video", "animation", "voice", "audio", "document"})


def file_content(kind: str, file: StoredFile, files: Files, **others: Any) -> Json:
    """The field of a message that holds this file; a photo comes in sizes, an animation is a document as well."""
    fields = FIELDS[kind] | others
    if kind == "photo":
        small = files.keep(b"\xff\xd8 a preview", "preview.jpg", "image/jpeg")
        sizes = [FileRef(small, kind, {"width": 90, "height": 68}), FileRef(file, kind, fields)]
        return {"photo": sizes}
    if kind in NAMED:
        fields |= {"file_name": file.name} if file.name else {}
        fields |= {"mime_type": file.mime} if file.mime else {}
    ref = FileRef(file, kind, fields)
    return (
        {"animation": ref, "document": FileRef(file, kind, _as_document(fields))}
        if kind == "animation"
        else {kind: ref}
    )


def _as_document(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if name in {"file_name", "mime_type"}}


def sent_file(call: Call, files: Files, kind: str, told: str = "") -> StoredFile:
    """What a call sends: an upload under the field's own name, `attach://…`, or a file_id. Raises: Declined."""
    part = told.removeprefix("attach://") if told.startswith("attach://") else kind
    upload = call.uploads.get(part)
    if upload is not None:
        return _uploaded(files, kind, upload)
    if not told:
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    found = files.of_id(told, call.bot.id)
    if found is None:
        raise bad("wrong file identifier/HTTP URL specified")
    was, file = found
    if was != kind and kind in {"photo", "sticker", "voice", "video_note"}:
        raise bad(f"can't use file of type {was.capitalize()} as {kind.capitalize()}")
    return file


def _uploaded(files: Files, kind: str, upload: Upload) -> StoredFile:
    if not upload.data:
        raise bad("file must be non-empty")
    if kind == "photo" and len(upload.data) > PHOTO_LIMIT:
        size = len(upload.data)
        raise bad(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    return files.keep(upload.data, upload.name, upload.mime)


def place(call: Call) -> Json:
    """Raises: Declined."""
    try:
        found = {name: float(call.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise bad("can't parse location: must be specified latitude and longitude") from None
    if abs(found["latitude"]) > 90 or abs(found["longitude"]) > 180:
        raise bad("can't parse location: wrong latitude or longitude specified")
    return found


def location_content(call: Call) -> Json:
    return {"location": place(call)}


def venue_content(call: Call) -> Json:
    where = place(call)
    venue = {"location": where, "title": call.text("title"), "address": call.text("address")}
    if not venue["title"]:
        raise bad('parameter "title" is required')
    return {"venue": venue, "location": where}


def contact_content(call: Call) -> Json:
    if not call.text("phone_number"):
        raise bad('parameter "phone_number" is required')
    return {"contact": {"phone_number": call.text("phone_number"), "first_name": call.text("first_name")}}
