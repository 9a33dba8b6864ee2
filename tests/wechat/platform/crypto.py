"""Signatures and AES of callbacks, written from the platform's description alone. Pure, but for the random bytes.

key = base64(EncodingAESKey + "="), AES-256-CBC with iv = key[:16], padded to 32 bytes as PKCS#7 does;
what is encrypted: 16 random bytes, the length (4 bytes, network order), the message, the appid.
Source: developers.weixin.qq.com/doc/oplatform/developers/dev/push/encryption."""

import base64
import hashlib
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


class Wrapping:
    """Encrypts and decrypts for one account. `receiver`: its appid (or corp id)."""

    def __init__(self, aes_key: str, receiver: str) -> None:
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._receiver = receiver.encode()

    def encrypt(self, message: bytes) -> str:
        plain = secrets.token_bytes(16) + struct.pack("!I", len(message)) + message + self._receiver
        lacking = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([lacking]) * lacking) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def decrypt(self, sealed: str) -> bytes:
        """Raises: ValueError: not encrypted so, or for somebody else."""
        decryptor = self._cipher.decryptor()
        padded = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
        lacking = padded[-1]
        if not 1 <= lacking <= BLOCK or padded[-lacking:] != bytes([lacking]) * lacking:
            raise ValueError("the padding is wrong")
        plain = padded[16:-lacking]
        [length] = struct.unpack("!I", plain[:4])
        if plain[4 + length :] != self._receiver:
            raise ValueError("it is meant for somebody else")
        return plain[4 : 4 + length]
