"""What is counted, under fixed names, for Prometheus."""

from collections.abc import Iterable, Sequence
from functools import partial
from time import time
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
Labels = TypeVar("Labels", str, tuple[str, str])
DELIVERY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Count:
    """A figure that only grows. All of them do on the event loop: a number is enough, where prometheus_client locks."""

    __slots__ = ("since", "value")

    def __init__(self) -> None:
        self.since = time()
        self.value = 0

    def inc(self, amount: int = 1) -> None:
        self.value += amount


class Counts(dict[Labels, Count]):
    """One count for each value of a label, or each pair: `metrics.accepted["web"].inc()`."""

    def __missing__(self, values: Labels) -> Count:
        self[values] = count = Count()
        return count


class Shown(Collector):
    """Counts as Prometheus sees them."""

    def __init__(
        self, counts: Counts[str] | Counts[tuple[str, str]], name: str, meaning: str, labels: Sequence[str]
    ) -> None:
        self._counts = counts
        self._family = partial(CounterMetricFamily, name, meaning, labels=labels)

    def describe(self) -> Iterable[Metric]:
        yield self._family()

    def collect(self) -> Iterable[Metric]:
        family = self._family()
        for values, count in self._counts.items():
            family.add_metric((values,) if isinstance(values, str) else values, count.value, count.since)
        yield family


class Metrics:
    """All of them, in a registry of their own (so that tests and processes do not share figures)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.accepted = self._by_one("events_accepted", "Events stored for good", "channel")
        self.duplicates = Counter(
            "kamidesk_events_duplicate", "Events that a platform sent again", registry=self.registry
        )
        self.parked = self._by_one("events_parked", "Payloads that could not be read", "channel")
        self.answered = self._by_one("answers", "Answers given, by the skill that gave them", "skill")
        self.delivered = self._by_two("deliveries", "Tries to deliver a message", ("channel", "outcome"))
        self.worked = self._by_two("work", "Slow questions to shops, as they came out", ("kind", "outcome"))
        self.asked_model = self._by_one("model_questions", "Questions for the language model, as they ended", "outcome")
        self.model_tokens = Counter(
            "kamidesk_model_tokens", "Tokens of the language model's prompts and answers", registry=self.registry
        )
        self.delivery_seconds = Histogram(
            "kamidesk_delivery_seconds", "From stored to delivered", buckets=DELIVERY_SECONDS, registry=self.registry
        )
        self.batch_size = Histogram(
            "kamidesk_store_batch_size", "Events stored in one commit", buckets=BATCH_SIZES, registry=self.registry
        )
        self.outbox_pending = self._gauge("outbox_pending", "Messages that wait to be sent")
        self.tickets_open = self._gauge("tickets_open", "Tickets that are not closed")

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)

    def _by_one(self, name: str, meaning: str, label: str) -> Counts[str]:
        counts = Counts[str]()
        self.registry.register(Shown(counts, f"kamidesk_{name}", meaning, (label,)))
        return counts

    def _by_two(self, name: str, meaning: str, labels: tuple[str, str]) -> Counts[tuple[str, str]]:
        counts = Counts[tuple[str, str]]()
        self.registry.register(Shown(counts, f"kamidesk_{name}", meaning, labels))
        return counts

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"kamidesk_{name}", meaning, registry=self.registry)
