"""What a channel may use of the product, in memory and fresh for each account."""

from datetime import UTC, datetime

from config.texts import load_words
from core.ports import Surroundings
from storage.blobs import BlobsInMemory
from storage.buckets import BucketsInMemory
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory


class WallClock:
    """Implements core.ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def surroundings(public_url: str) -> Surroundings:
    """Everything fresh, for one channel account."""
    return Surroundings(
        mailbox=MailboxInMemory(Kept()),
        blobs=BlobsInMemory(),
        buckets=BucketsInMemory(),
        clock=WallClock(),
        public_url=public_url,
        signing_key=b"0123456789abcdef0123456789abcdef",
        shop_name="Conformance Cards",
        words=load_words(),
    )
