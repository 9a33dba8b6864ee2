"""Secure mode: what the platform encrypts for us, and what we encrypt for it. Pure but for the random bytes.

wechatpy's cipher, behind checks that it does not make: padding, lengths, and one meaning for everything hostile
(developers.weixin.qq.com/doc/service/guide/dev/push/encryption: 16 random bytes, the length in 4, the text, the id of
who it is for, padding of 1 to 32 bytes; AES-256-CBC, the key's first half as the initial vector)."""

from base64 import b64decode
from binascii import Error as NotBase64
from hmac import compare_digest
from secrets import token_bytes
from typing import Final

from bots.wechat.signing import signature
from bots.wechat.xml import read_xml, text_of, write_xml
from core.errors import Forged, Unreadable

_BLOCK: Final = 16
_LARGEST_PADDING: Final = 32
_HEAD: Final = 20
"""16 random bytes and the length of the text."""
_KEY_CHARACTERS: Final = 43


def sealed_in(body: bytes) -> str:
    """The encrypted part of a callback; `msg_signature` is over it. Raises: Unreadable."""
    sealed = text_of(read_xml(body), "Encrypt").strip()
    if not sealed:
        raise Unreadable("nothing encrypted is in it")
    return sealed


class Envelope:
    """`receive_id`: whom the platform writes to: the app id of an official account, the corp id of a company.

    Raises: ValueError: the key is not 43 characters of base64."""

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        from wechatpy.crypto import PrpCrypto  # of the extra `wechat`: only where a channel of this folder runs

        if len(aes_key) != _KEY_CHARACTERS:
            raise ValueError(f"an AES key of WeChat has {_KEY_CHARACTERS} characters")
        key = b64decode(aes_key + "=", validate=True)
        self._token = token
        self._receive_id = receive_id
        self._receiver = receive_id.encode()
        self._crypto = PrpCrypto(key)
        self._crypto.get_random_string = lambda: token_bytes(_BLOCK)  # theirs are letters, and not a secret's

    def open(self, sealed: str) -> bytes:
        """The text inside. Check `msg_signature` first. Raises: Unreadable; Forged: it is meant for another account."""
        text, receiver = _parts(self._decrypted(sealed))
        if not compare_digest(receiver, self._receiver):
            raise Forged("it is meant for another account: app id or corp id differ")
        return text

    def seal(self, text: str, timestamp: str, nonce: str) -> str:
        """An answer as XML, encrypted and signed."""
        sealed = str(self._crypto.encrypt(text, self._receive_id), "ascii")
        signed = signature(self._token, timestamp, nonce, sealed)
        return write_xml({"Encrypt": sealed, "MsgSignature": signed, "TimeStamp": int(timestamp), "Nonce": nonce})

    def _decrypted(self, sealed: str) -> bytes:
        try:
            encrypted = b64decode(sealed)  # it is signed: line breaks in it are the platform's own
        except (NotBase64, ValueError):
            raise Unreadable("what is encrypted is not base64") from None
        if not encrypted or len(encrypted) % _BLOCK:
            raise Unreadable("what is encrypted is cut off")
        return bytes(self._crypto.cipher.decrypt(encrypted))


def _parts(plain: bytes) -> tuple[bytes, bytes]:
    """The text and whom it is for. Raises: Unreadable."""
    padding = plain[-1]
    if not 1 <= padding <= _LARGEST_PADDING or not plain.endswith(bytes((padding,)) * padding):
        raise Unreadable("the padding is wrong: another AES key was used")
    content = plain[:-padding]
    end = _HEAD + int.from_bytes(content[_BLOCK:_HEAD], "big")
    if len(content) < _HEAD or end > len(content):
        raise Unreadable("the length is wrong: another AES key was used")
    return content[_HEAD:end], content[end:]
