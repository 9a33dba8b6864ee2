"""Which proof opens what. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.shop import Proof, ProvenOrder

REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class ProofPolicy:
    """`allow_b`: keys of an order without a query password are shown for number and contact."""

    allow_b: bool = True

    def may_have_keys(self, proof: Proof) -> bool:
        return proof is Proof.A or (proof is Proof.B and self.allow_b)


def remembering(proven: Sequence[ProvenOrder], new: ProvenOrder) -> tuple[ProvenOrder, ...]:
    """The newest last; a weaker proof does not take the place of a stronger one, nor one of another chat that of here,
    nor is forgotten what was bought.

    What another chat has proven counts only while it stands here: it does not come back by an answer that was late."""
    known = proven_order(proven, new.number)
    if known is None and new.via:
        return tuple(proven)
    best = known if known is not None and _rank(known) > _rank(new) else new
    bought = new.products or (known.products if known else ())
    best = best if best.products == bought else replace(best, products=bought)
    return (*(order for order in proven if order.number != new.number), best)[-REMEMBERED:]


def _rank(order: ProvenOrder) -> tuple[bool, Proof]:
    return (not order.via, order.proof)


def proven_order(proven: Sequence[ProvenOrder], number: str) -> ProvenOrder | None:
    return next((order for order in reversed(proven) if order.number == number), None)
