"""What people see of a message's text: Discord's markdown, rendered to plain text. Pure.

The rules and their order are those of Discord's client, which are simple-markdown's with its own added:
support.discord.com/hc/en-us/articles/210298617."""

import re
from re import Match

INLINE = re.compile(
    r"""
      ```(?:[a-z0-9_+\-.#]+\n)?\n*(?P<block>.+?)\n*```
    | (?P<ticks>`+)(?P<code>.*?[^`])(?P=ticks)(?!`)
    | \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<entity><(?:@[!&]?|\#|a?:\w+:|t:|/[^:>]+:)\d+(?::\w)?>)
    | <(?P<quiet>https?://[^\s>]+)>
    | (?P<url>https?://[^\s<]+[^<.,:;"')\]\s])
    | \[(?P<words>[^\]\n]+)\]\(<?https?://[^\s)]+\)
    | \*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)
    | __(?P<under>(?:\\.|[^\\])+?)__(?!_)
    | \b_(?P<lined>(?:__|\\.|[^\\_])+?)_\b
    | \*(?=\S)(?P<starred>(?:\*\*|\\.|\s+(?:[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)
    | ~~(?P<struck>.+?)~~
    | \|\|(?P<hidden>.+?)\|\|
    """,
    re.VERBOSE | re.DOTALL,
)
VERBATIM = ("block", "entity", "quiet", "url", "escaped")
FORMATTED = ("words", "bold", "under", "lined", "starred", "struck", "hidden")
QUOTE, REST_QUOTED = re.compile(r"^>(?: |$)"), re.compile(r"^>>> ")
HEADING, LIST_ITEM = re.compile(r"^(?:#{1,3}|-#) +(?=\S)"), re.compile(r"^( *)[-*] +(?=\S)")


def shown(text: str) -> str:
    """Formatting is applied and no longer seen; what was escaped is itself again; a list has its dots."""
    return _inline("\n".join(_line(line) for line in text.split("\n")))


def _line(line: str) -> str:
    """What stands at a line's beginning makes quotes, headings and lists."""
    line = QUOTE.sub("", REST_QUOTED.sub("", line))
    return LIST_ITEM.sub(r"\1• ", HEADING.sub("", line))


def _inline(text: str) -> str:
    return INLINE.sub(_replaced, text)


def _replaced(match: Match[str]) -> str:
    for name in VERBATIM:
        if match[name] is not None:
            return match[name]
    if match["code"] is not None:
        return re.sub(r"^ (?= *`)|(` *) $", r"\1", match["code"])
    return next(_inline(match[name]) for name in FORMATTED if match[name] is not None)
