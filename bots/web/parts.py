"""What both channels are made of."""

from dataclasses import dataclass

from bots.web.boxes import Boxes
from bots.web.hub import Hub
from bots.web.limits import Allowance
from bots.web.pages import Pages
from bots.web.posts import Posts
from bots.web.puzzles import Puzzles
from bots.web.reading import Reader
from bots.web.session import Gate
from bots.web.settings import PageSettings
from bots.web.signing import Signer
from bots.web.talk import Talk
from bots.web.uploads import FileLinks, Uploads
from core.channel import Sink
from core.ports import Surroundings


@dataclass(frozen=True, slots=True)
class Parts:
    """One account's machinery. `root`: the path of its page; everything it serves is below."""

    root: str
    around: Surroundings
    signer: Signer
    boxes: Boxes
    uploads: Uploads
    links: FileLinks
    posts: Posts
    hub: Hub
    gate: Gate
    upload_allowance: Allowance
    pages: Pages

    def talk(self, sink: Sink) -> Talk:
        return Talk(self.boxes, self.uploads, self.around.clock, sink)

    def reader(self, audience: str = "") -> Reader:
        return Reader(self.boxes, self.links, self.around.clock, audience)


def assemble(root: str, settings: PageSettings, around: Surroundings, frame_ancestors: tuple[str, ...] = ()) -> Parts:
    """Puts one account together; touches neither the network nor the store."""
    signer = Signer(around.signing_key)
    boxes = Boxes(around.mailbox, around.signing_key)
    uploads = Uploads(around.blobs, signer, settings.upload_bytes)
    return Parts(
        root=root,
        around=around,
        signer=signer,
        boxes=boxes,
        uploads=uploads,
        links=FileLinks(signer, f"{root}/files"),
        posts=Posts(boxes, uploads, around.clock, Puzzles(signer, settings.check_hashes)),
        hub=Hub(),
        gate=Gate(Allowance(settings.frames_per_second, settings.frames_at_once), settings.pages_at_once),
        upload_allowance=Allowance(settings.uploads_per_hour / 3600, settings.uploads_per_hour),
        pages=Pages(around.public_url, frame_ancestors),
    )
