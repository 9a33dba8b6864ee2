"""The words of an answer: its variables filled in. Pure."""

import re
from dataclasses import dataclass

ORDER_NO = "{order_no}"
_SENTENCE = re.compile(r".+?(?:[。！？!?]+|\.(?=\s)|$)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqSettings:
    """What `{shop}`, `{hours}` and `{refund_days}` in the answers stand for."""

    shop: str = "KamiDesk"
    hours: str = "9:00-23:00"
    refund_days: int = 3


def filled(answer: str, settings: FaqSettings) -> str:
    """All but the order's number, which is another one for every buyer."""
    text = answer.replace("{shop}", settings.shop).replace("{hours}", settings.hours)
    return text.replace("{refund_days}", str(settings.refund_days))


def with_order(text: str, number: str) -> str:
    """The number in its places; without one the sentences that speak of it are left out, and lines of nothing else."""
    if number:
        return text.replace(ORDER_NO, number)
    lines = [line if ORDER_NO not in line else _without_order(line) for line in text.split("\n")]
    kept = "\n".join(line for line in lines if line is not None).strip()
    return re.sub(r"\n{3,}", "\n\n", kept) or re.sub(rf" *{re.escape(ORDER_NO)}", "", text)


def _without_order(line: str) -> str | None:
    return "".join(one for one in _SENTENCE.findall(line) if ORDER_NO not in one).strip() or None
