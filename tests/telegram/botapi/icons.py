"""The emoji that bots may put on a forum topic (getForumTopicIconStickers). Pure.

The emoji are those that Telegram offers; only the ids of the first few are the real ones."""

from typing import Final

from tests.telegram.botapi.emoji import EMOJI_OF_TOPICS

_REAL: Final = {
    "📰": "5434144690511290129",
    "💡": "5312536423851630001",
    "⚡️": "5312016608254762256",
    "🎙": "5377544228505134960",
    "🔝": "5418085807791545980",
    "🗣": "5370870893004203704",
    "🆒": "5420216386448270341",
    "❗️": "5379748062124056162",
    "📝": "5373251851074415873",
    "📆": "5433614043006903194",
    "📁": "5357315181649076022",
    "🔎": "5309965701241379366",
    "📣": "5309984423003823246",
    "🔥": "5312241539987020022",
    "❤️": "5312138559556164615",
    "❓": "5377316857231450742",
    "📈": "5350305691942788490",
    "💬": "5417915203100613993",
    "✅": "5237699328843200968",
}

ICONS: Final[dict[str, str]] = {number: emoji for emoji, number in _REAL.items()} | {
    str(5_350_000_000_000_000_000 + place): emoji for place, emoji in enumerate(EMOJI_OF_TOPICS.split())
}
"""Custom emoji id to emoji."""
