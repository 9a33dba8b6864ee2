"""What each figure means, and the goals that the product is held to. Pure."""

from dataclasses import dataclass

GOALS = {
    "ack_ratio_sqlite": 0.40,
    "ack_ratio_postgresql": 0.25,
    "pipeline_ratio_sqlite": 0.45,
    "pipeline_ratio_postgresql": 0.35,
}
"""At least so much."""


@dataclass(frozen=True, slots=True)
class Meaning:
    unit: str
    words: str


MEANINGS = {
    "floor_ack_per_second": Meaning("/s", "bare aiohttp: parse the update, 200"),
    "floor_relay_per_second": Meaning("/s", "bare aiohttp: parse, send on by HTTP, 200; stores nothing"),
    "ack_per_second": Meaning("/s", "durable acknowledgements: stored and committed, the whole brain asked, then 200"),
    "ack_ratio": Meaning("", "the same ÷ bare parse-and-200 of the same round"),
    "ack_answered_ratio": Meaning("", "the same for questions whose answer is stored too; the platform never replies"),
    "pipeline_per_second": Meaning("/s", "question in, stored, answered from the FAQ, sent over HTTP, recorded"),
    "pipeline_ratio": Meaning("", "the same ÷ the bare relay of the same round"),
    "ack_cpu_us": Meaning("µs", "processor time of the server for one acknowledgement"),
    "pipeline_cpu_us": Meaning("µs", "processor time of the server for one question and its answer"),
    "floor_ack_cpu_us": Meaning("µs", "processor time of the floor for one update"),
    "floor_relay_cpu_us": Meaning("µs", "processor time of the floor for one relayed update"),
    "start_seconds": Meaning("s", "start of the process to the first durable 200: seeded shop, warm bytecode"),
    "memory_mb_base": Meaning("MB", "resident memory after the start"),
    "memory_mb_per_10k_conversations": Meaning("MB", "what 10,000 more conversations add to it"),
    "faq_lookup_us_median": Meaning("µs", "one look-up of the matcher, for a text it has not seen before"),
    "generator_busy": Meaning("", "share of one core that the load generator used at most: below 1, it was no limit"),
}
DATABASES = ("sqlite", "postgresql")


def meaning_of(figure: str) -> Meaning | None:
    """Figures of one database have its name at their end."""
    bare = next((figure.removesuffix(f"_{name}") for name in DATABASES if figure.endswith(f"_{name}")), figure)
    return MEANINGS.get(bare)
