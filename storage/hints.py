"""Who wants to be told what, inside this process."""

from collections import defaultdict
from collections.abc import Callable


class Hints:
    def __init__(self) -> None:
        self._listeners: dict[str, list[Callable[[str], None]]] = defaultdict(list)

    def listen(self, topic: str, tell: Callable[[str], None]) -> None:
        self._listeners[topic].append(tell)

    def tell(self, topic: str, text: str) -> None:
        for tell in self._listeners[topic]:
            tell(text)
