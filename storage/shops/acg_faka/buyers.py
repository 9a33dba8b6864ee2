"""Does an order belong to who asks? Compared here: the database's own comparison is blind to case and spaces."""

import hmac
from collections.abc import Sequence

from core.ports import Vault
from core.shop import Evidence, OrderNo, Proof
from storage.shops.acg_faka.rows import OrderRow
from storage.shops.contacts import contact_of
from storage.shops.proving import NOBODY, Marks, proof_of
from storage.shops.sealing import contact_mark, password_mark

CONTACTS = 4
"""A member is known by mail, phone, name and QQ; a guest by one. As many are compared for everybody."""


def proof(vault: Vault, number: OrderNo, row: OrderRow | None, evidence: Evidence) -> Proof:
    """The same work for every order, and for none. Raises: SecretUnreadable."""
    known = row.contacts if row else ()
    asked = contact_mark(vault, evidence.contact)
    marks = [_mark(vault, contact) for contact in (*known, *("",) * CONTACTS)[:CONTACTS]]
    fitting = [mark for mark in marks if hmac.compare_digest(mark or NOBODY, asked)]
    password = password_mark(vault, number, row.password if row else "")
    order = Marks(number, (fitting or marks)[0], password if row and row.password.strip() else None) if row else None
    return proof_of(vault, order, evidence)


def _mark(vault: Vault, contact: str) -> str | None:
    """None for no contact; it takes as long."""
    mark = contact_mark(vault, contact)
    return mark if contact_of(contact).value else None


def owns(row: OrderRow, contact: str) -> bool:
    """Is this just the contact of the order's buyer, however written?"""
    asked = contact_of(contact).value
    return bool(asked) and any(contact_of(known).value == asked for known in row.contacts if known)


def ways_of_writing(contact: str) -> Sequence[str]:
    """What may stand in the database for this contact; case and trailing spaces make no difference to it."""
    known = contact_of(contact)
    return list(dict.fromkeys(text for text in (contact.strip(), known.value) if text)) if known.value else []
