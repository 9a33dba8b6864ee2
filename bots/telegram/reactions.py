"""Which emoji a bot may put under a message, and the nearest one where it may not. Pure."""

from typing import Final

DELIVERED: Final = "👌"
"""Under an agent's message that the buyer has got."""

ANY: Final = "👍"
"""Where nothing nearer is to be had."""

_ALLOWED: Final = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡
🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿
🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
ALLOWED: Final = frozenset(_ALLOWED.split())
"""core.telegram.org/bots/api#reactiontypeemoji (Bot API 10.3), without variation selectors."""

_NEAREST: Final = {
    near: emoji
    for emoji, others in {
        "❤": "🧡 💛 💚 💙 💜 🖤 🤍 🤎 🩷 🩵 🩶 💕 💞 💓 💗 💖 💝 💟 ❣ ♥ 🫶",
        "😁": "😀 😃 😄 😆 😊 🙂 ☺ 😉 😋 😌",
        "🤣": "😂 😅 😹",
        "👍": "✅ ✔ ☑ 🆗 💪 👊 🤙 ☝ 🫰",
        "👎": "❌ ✖ 🚫 ⛔",
        "😢": "😞 😔 🙁 ☹ 😥 😓 🥺 😿 😟 😕",
        "😭": "😫 😩 😖 😣",
        "😡": "😠 👿 😤",
        "😱": "😮 😲 😯 😧 😦 😳 😰",
        "🤔": "🧐 ❓ ❔",
        "🎉": "🥳 🎊 🎁 🎈",
        "🙏": "🙇 🙇‍♂ 🙇‍♀ 🫂",
        "👏": "🙌",
        "🤝": "👋 🖐 ✋",
        "😍": "🤤 😻 🥹",
        "😘": "😗 😙 😚",
        "🤮": "🤢 🤧",
        "😴": "💤 😪",
        "⚡": "🚀 💥",
        "🏆": "🥇 ⭐ 🌟 ✨ 🎖",
        "👀": "🔍 🔎 👁",
        "✍": "📝 🖊",
    }.items()
    for near in others.split()
}

_VARIATION: Final = dict.fromkeys((0xFE0E, 0xFE0F))
_SKIN: Final = dict.fromkeys(range(0x1F3FB, 0x1F400))


def allowed(emoji: str) -> str:
    """The reaction that Telegram lets a bot give, nearest to what is wanted; "" stays "": none."""
    plain = emoji.translate(_VARIATION)
    if not plain or plain in ALLOWED:
        return plain
    bare = plain.translate(_SKIN)
    return bare if bare in ALLOWED else _NEAREST.get(bare, ANY)
