"""The vault: encrypts card keys and passwords, with keys that can be rotated, and recognises a text unread."""

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import SecretUnreadable, WrongSetting
from core.messages import Sealed

SHORTEST_SECRET = 32
KEY_BYTES = 32


def derive(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose: the same for the same two texts, and telling nothing about other purposes."""
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"kamidesk " + _bytes(purpose))
    return hkdf.derive(_bytes(secret))


class FernetVault:
    """core.ports.Vault on Fernet (AES-128-CBC with HMAC-SHA256).

    `secrets`: the first encrypts, all of them open; to rotate, put a new one in front and pass what is stored through
    `rotate`. `fingerprint_key` stays the same for ever, or nothing that is stored would be recognised again."""

    __slots__ = ("_fernet", "_fingerprint_key")

    def __init__(self, secrets: Sequence[str], fingerprint_key: str) -> None:
        """Raises: WrongSetting: a secret is missing or too short to be one."""
        for name, values in (("vault_secrets", secrets or [""]), ("fingerprint_key", [fingerprint_key])):
            if min(map(len, values)) < SHORTEST_SECRET:
                detail = f"is missing, or shorter than {SHORTEST_SECRET} characters."
                raise WrongSetting(name, detail, "`kamidesk init` makes good ones.")
        keys = [base64.urlsafe_b64encode(derive(secret, "vault seal")) for secret in secrets]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._fingerprint_key = derive(fingerprint_key, "vault fingerprint")

    def seal(self, text: str) -> Sealed:
        return Sealed(self._fernet.encrypt(_bytes(text)).decode("ascii"))

    def open(self, sealed: Sealed) -> str:
        """Raises: SecretUnreadable: none of the configured keys opens it."""
        try:
            return self._fernet.decrypt(_bytes(sealed)).decode("utf-8", "surrogatepass")
        except InvalidToken:
            raise SecretUnreadable from None

    def rotate(self, sealed: Sealed) -> Sealed:
        """The same text under the first key. Raises: SecretUnreadable."""
        try:
            return Sealed(self._fernet.rotate(_bytes(sealed)).decode("ascii"))
        except InvalidToken:
            raise SecretUnreadable from None

    def fingerprint(self, text: str) -> str:
        """HMAC-SHA256, 64 hexadecimal digits."""
        return hmac.digest(self._fingerprint_key, _bytes(text), "sha256").hex()

    def __repr__(self) -> str:
        return "FernetVault(...)"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
