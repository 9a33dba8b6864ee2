"""Files that we have made ourselves, as the channel that is their home: nobody writes there."""

from collections.abc import AsyncIterator

from core.channel import Capabilities, Parcel, Sink
from core.errors import TargetGone
from core.messages import Media, Receipt
from core.ports import Blobs


class OwnFiles:
    """Implements core.channel.Channel, as far as files go."""

    capabilities = Capabilities()

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def start(self, sink: Sink) -> None:
        """Nothing comes in."""

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Raises: TargetGone."""
        raise TargetGone(parcel.message.to.key)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._blobs.open(media.ref)

    async def stop(self) -> None:
        """Nothing is in hand."""
