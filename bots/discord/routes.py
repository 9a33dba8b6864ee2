"""A path as discord.py's rate limits want it: its ids apart. Pure."""

from typing import Final

MAJOR: Final = {"channels": "channel_id", "guilds": "guild_id", "webhooks": "webhook_id"}
"""Limits are kept for each of these: discord.com/developers/docs/topics/rate-limits."""
_OTHER: Final = "reactions"
_TOKEN: Final = 40
"""Characters; no word of a path is so long."""


def parts_of(path: str) -> tuple[str, dict[str, str]]:
    """("/channels/{channel_id}/messages/{id3}", {"channel_id": "1", "id3": "2"}) of "/channels/1/messages/2"."""
    template, ids = [""], {}
    before = ""
    for place, part in enumerate(path.split("/")[1:]):
        if part.isdecimal() or len(part) >= _TOKEN or before == _OTHER:
            name = MAJOR.get(before, f"id{place}") if place == 1 else f"id{place}"
            name = "webhook_token" if place == 2 and "webhook_id" in ids else name
            ids[name] = part
            template.append(f"{{{name}}}")
        else:
            template.append(part)
        before = part
    return "/".join(template), ids
