"""How the secrets of an order become columns: sealed, masked and recognisable, never in clear.

A query password is stored as a keyed hash bound to its order: without the vault's fingerprint key it tells nothing, and
whoever has that key has the card keys' seals beside it, so that a slow hash would protect nothing more."""

import unicodedata

from core.masking import mask_key
from core.ports import Vault
from core.shop import OrderNo
from storage.shops.contacts import Contact, contact_of
from storage.shops.tables import AVAILABLE, SOLD


def contact_mark(vault: Vault, contact: str) -> str:
    """The same for every way of writing the same contact."""
    return _mark(vault, contact_of(contact))


def _mark(vault: Vault, contact: Contact) -> str:
    return vault.fingerprint(f"contact\0{contact.value}")


def contact_columns(vault: Vault, contact: str) -> dict[str, str | None]:
    known = contact_of(contact)
    return {
        "contact_mark": _mark(vault, known) if known.value else None,
        "contact_sealed": vault.seal(contact.strip()) if known.value else None,
        "contact_masked": known.masked,
    }


def password_mark(vault: Vault, number: OrderNo, password: str) -> str:
    """The same only for the same password of the same order; letters of full width are the same letters."""
    return vault.fingerprint(f"password\0{number}\0{unicodedata.normalize('NFKC', password).strip()}")


def password_columns(vault: Vault, number: OrderNo, password: str) -> dict[str, str | None]:
    return {"password_mark": password_mark(vault, number, password) if password.strip() else None}


def key_fingerprint(vault: Vault, key: str) -> str:
    return vault.fingerprint(key.strip())


def stock_columns(
    vault: Vault, product: str, key: str, batch: str = "", supplier: str = ""
) -> dict[str, str | int | None]:
    """A key that waits to be sold."""
    return {
        "product_id": product,
        "sealed": vault.seal(key.strip()),
        "fingerprint": key_fingerprint(vault, key),
        "masked": mask_key(key.strip()),
        "state": AVAILABLE,
        "order_number": None,
        "position": None,
        "batch": batch.strip() or None,
        "supplier": supplier.strip() or None,
    }


def sold_columns(vault: Vault, product: str, key: str, number: OrderNo, position: int) -> dict[str, str | int | None]:
    """A key that was delivered as the given piece of an order."""
    stock = stock_columns(vault, product, key)
    return stock | {"state": SOLD, "order_number": number, "position": position}
