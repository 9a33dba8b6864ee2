"""What each figure means, and the goals that the product is held to. Pure."""

from dataclasses import dataclass

GOALS = {
    "ack_ratio_sqlite": 0.40,
    "ack_ratio_postgresql": 0.25,
    "pipeline_ratio_sqlite": 0.45,
    "pipeline_ratio_postgresql": 0.35,
    "telegram_vs_aiogram_echo": 1.5,
    "telegram_vs_ptb_echo": 4.0,
    "wechat_plain_ratio": 0.45,
    "wechat_aes_ratio": 0.5,
}
"""At least so much."""
CEILINGS = {"wechat_passive_p99_seconds": 1.0, "memory_mb_per_10k_conversations": 5.0}
"""Less than so much."""


@dataclass(frozen=True, slots=True)
class Meaning:
    unit: str
    words: str


BOTS = {
    "telegram": "the product, both bots on Telegram",
    "aiogram_echo": "a plain echo bot on aiogram",
    "ptb_echo": "a plain echo bot on python-telegram-bot",
}


def _of_each_bot() -> dict[str, Meaning]:
    figures = {
        "per_second": ("/s", "update in, answer at the Bot API"),
        "cpu_us": ("µs", "processor time of one update and its answer"),
        "ack_per_second": ("/s", "updates that nobody answers, until the 200"),
        "ack_cpu_us": ("µs", "processor time of one such update"),
        "start_seconds": ("s", "start of the process to the first 200 for an update"),
        "memory_mb": ("MB", "resident memory when the first question is answered"),
        "memory_mb_after_load": ("MB", "the same after the rounds of load"),
    }
    return {
        f"{bot}_{figure}": Meaning(unit, f"{who}: {words}")
        for figure, (unit, words) in figures.items()
        for bot, who in BOTS.items()
    }


MODES = {"plain": "in plain mode", "aes": "in secure mode"}


def _of_each_mode() -> dict[str, Meaning]:
    figures = {
        "wechat_{}_ratio": ("", "messages taken {}: the product on SQLite ÷ bare verification of the same round"),
        "wechat_{}_ratio_cpu": ("", "the same {} in processor time: the floor's for one ÷ ours"),
        "wechat_{}_per_second": ("/s", "messages {}: verified, stored and committed, the brain asked, then `success`"),
        "floor_wechat_{}_per_second": ("/s", "bare aiohttp: what is verified {}, then `success`; nothing is stored"),
        "wechat_{}_cpu_us": ("µs", "processor time of the server for one message {}"),
        "floor_wechat_{}_cpu_us": ("µs", "processor time of the floor for one message {}"),
        "wechat_passive_{}_per_second": ("/s", "questions answered in their own request {}, by 50 buyers at once"),
        "wechat_passive_{}_cpu_us": ("µs", "processor time of the server for one such question and its answer {}"),
        "wechat_passive_{}_p50_seconds": ("s", "half of those answers have come {} after so long"),
        "wechat_passive_{}_p99_seconds": ("s", "99 of 100 of those answers have come {} after so long"),
    }
    return {
        name.format(mode).replace("passive_plain", "passive"): Meaning(unit, words.format(when))
        for name, (unit, words) in figures.items()
        for mode, when in MODES.items()
    }


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
    "telegram_vs_aiogram_echo": Meaning("", "updates answered: the product on SQLite ÷ the echo bot on aiogram"),
    "telegram_vs_ptb_echo": Meaning("", "updates answered: the product on SQLite ÷ the one on python-telegram-bot"),
    "telegram_vs_aiogram_echo_cpu": Meaning("", "the same in processor time: theirs for one ÷ ours"),
    "telegram_vs_ptb_echo_cpu": Meaning("", "the same in processor time: theirs for one ÷ ours"),
    "telegram_ack_vs_aiogram": Meaning("", "updates taken that nobody answers: ours are on disk, theirs are forgotten"),
    "telegram_ack_vs_ptb": Meaning("", "updates taken that nobody answers: ours are on disk, theirs are forgotten"),
    "telegram_ack_vs_aiogram_cpu": Meaning("", "the same in processor time: theirs for one ÷ ours"),
    "telegram_ack_vs_ptb_cpu": Meaning("", "the same in processor time: theirs for one ÷ ours"),
    **_of_each_bot(),
    **_of_each_mode(),
    "web_memory_mb_2000_chats": Meaning("MB", "what 2,000 open web chats add to the process; each has said something"),
    "web_memory_kb_per_chat": Meaning("kB", "the same for one chat"),
    "web_opened_per_second": Meaning("/s", "web chats opened: handshake, hello, conversation stored, greeting shown"),
    "web_ack_ms_p50": Meaning("ms", "2,000 chats, 200 messages a second: half are stored for good after so long"),
    "web_ack_ms_p99": Meaning("ms", "the same for 99 of 100"),
    "web_answer_ms_p50": Meaning("ms", "half of the answers to them are on the page after so long"),
    "web_answer_ms_p99": Meaning("ms", "the same for 99 of 100"),
    "web_per_second": Meaning("/s", "messages said in those chats and answered on the page, as fast as it goes"),
    "web_cpu_us": Meaning("µs", "processor time of the server for one such message and its answer"),
    "web_broadcast_seconds": Meaning("s", "a buyer asks for a person: until his ticket is in the list of 200 agents"),
    "web_broadcast_spread_seconds": Meaning("s", "the same from the first agent's page to the last"),
    "generator_busy": Meaning("", "share of one core that the load generator used at most: below 1, it was no limit"),
}
DATABASES = ("sqlite", "postgresql")


def meaning_of(figure: str) -> Meaning | None:
    """Figures of one database have its name at their end."""
    bare = next((figure.removesuffix(f"_{name}") for name in DATABASES if figure.endswith(f"_{name}")), figure)
    return MEANINGS.get(bare)
