"""WeCom's encrypted envelope, written from its description alone (developer.work.weixin.qq.com/document/path/90968).

AES-256-CBC, the first half of the key is the initialisation vector, padding to blocks of 32 bytes, inside:
16 random bytes, the length (big-endian, 4 bytes), the message, the receiver's id. Pure but for the random bytes."""

import base64
import hashlib
import re
import secrets
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
RANDOM = 16
ENCRYPT = re.compile(r"<Encrypt>\s*<!\[CDATA\[([^\]]*)\]\]>\s*</Encrypt>")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the administrator typed in: token, EncodingAESKey (43 characters), and whose callbacks these are."""

    token: str
    aes_key: str = field(repr=False)
    receiver: str

    def signature(self, timestamp: str, nonce: str, encrypted: str) -> str:
        parts = sorted((self.token, timestamp, nonce, encrypted))
        return hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()

    def seal(self, message: str, prefix: bytes = b"") -> str:
        """Base64 of the encrypted message; `prefix`: the 16 bytes that are random otherwise."""
        inside = (prefix or secrets.token_bytes(RANDOM)) + struct.pack(">I", len(message.encode()))
        inside += message.encode() + self.receiver.encode()
        missing = BLOCK - len(inside) % BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(inside + bytes([missing]) * missing) + encryptor.finalize()).decode()

    def open(self, encrypted: str) -> str:
        """Raises: ValueError: not for us, or not sealed with our key."""
        decryptor = self._cipher.decryptor()
        inside = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
        inside = inside[RANDOM : -inside[-1]]
        (length,) = struct.unpack(">I", inside[:4])
        message, receiver = inside[4 : 4 + length], inside[4 + length :]
        if receiver.decode() != self.receiver:
            raise ValueError("sealed for somebody else")
        return message.decode()

    def xml(self, message: str) -> str:
        """The body of a callback."""
        known = f"<ToUserName><![CDATA[{self.receiver}]]></ToUserName>"
        return f"<xml>{known}<Encrypt><![CDATA[{self.seal(message)}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>"

    @property
    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(f"{self.aes_key}=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def encrypted_in(body: str) -> str:
    """What stands in <Encrypt> of a body. Raises: ValueError."""
    found = ENCRYPT.search(body)
    if found is None:
        raise ValueError("no <Encrypt>")
    return found[1]
