"""What people may see of a card key. Pure."""

import re

_GROUPS = re.compile(r"([\s_-]+)")
HIDDEN = "****"
HEAD, TAIL = 4, 2


def masked_key(key: str) -> str:
    """`ABCD-EFGH-JKLM-NP9Z` is shown as `ABCD-****-****-**9Z`: at most six characters, and never more than 3 in 8."""
    text = " ".join(key.split())
    length = sum(not _GROUPS.fullmatch(character) for character in text)
    head, tail = min(HEAD, length // 4), min(TAIL, length // 8)
    parts = _GROUPS.split(text)
    groups, separators = parts[0::2], [gap[:4] for gap in parts[1::2]]
    shown = [HIDDEN] * len(groups)
    shown[0] = groups[0][:head] + (HIDDEN if len(groups) == 1 or len(groups[0]) > head else "")
    if tail:
        last = groups[-1]
        cover = HIDDEN if len(groups) == 1 else "*" * max(0, min(len(last), 4) - tail)
        shown[-1] = (shown[-1] if len(groups) == 1 else cover) + last[-tail:]
    return "".join(group + gap for group, gap in zip(shown, [*separators, ""], strict=True))
