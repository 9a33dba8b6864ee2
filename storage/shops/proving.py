"""Does an order belong to who asks? The same work whatever the outcome. Pure but for the vault."""

import hmac
from dataclasses import dataclass

from core.ports import Vault
from core.shop import Evidence, OrderNo, Proof
from storage.shops.sealing import contact_mark, password_mark

NOBODY = "-" * 64
"""As long as a fingerprint, and equal to none."""


@dataclass(frozen=True, slots=True, repr=False)
class Marks:
    """What an order's contact and password are recognised by; None: it has none."""

    number: OrderNo
    contact: str | None
    password: str | None


UNKNOWN = Marks(OrderNo("-"), None, None)


def proof_of(vault: Vault, order: Marks | None, evidence: Evidence) -> Proof:
    """A: contact and password fit. B: the contact fits an order that has no password. NONE: anything else.

    An order without a contact cannot be proven. Raises: SecretUnreadable: the password was sealed by another vault."""
    password = vault.open(evidence.password) if evidence.password else ""
    marks = order or UNKNOWN
    same_contact = hmac.compare_digest(contact_mark(vault, evidence.contact), marks.contact or NOBODY)
    same_password = hmac.compare_digest(password_mark(vault, marks.number, password), marks.password or NOBODY)
    if not same_contact:
        return Proof.NONE
    if marks.password is None:
        return Proof.B
    return Proof.A if same_password else Proof.NONE
