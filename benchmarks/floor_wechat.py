"""The floors of WeChat: `python -m benchmarks.floor_wechat`. An official account on bare aiohttp that only verifies.

Plain: the signature. Secure: the signature over what is encrypted, decrypting, and reading both XMLs, with the very
libraries that the product uses for it. Both answer `success`; nothing is stored, nothing is understood."""

import asyncio
import sys
from base64 import b64decode
from hashlib import sha1
from hmac import compare_digest
from time import time
from typing import Any
from xml.etree.ElementTree import Element, XMLParser

from aiohttp import web
from wechatpy.crypto import PrpCrypto

from benchmarks.callbacks import AES_KEY, APP_ID, SUCCESS, TOKEN
from benchmarks.processes import tell

PLAIN, SECURE = "/wechat/plain/callback", "/wechat/secure/callback"
"""As the product's: the same requests go to both."""
FRESH = 600
PLAIN_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


async def plain(request: web.Request) -> web.Response:
    check(request, "signature")
    await request.read()
    return web.Response(body=SUCCESS, headers=PLAIN_TEXT)


async def secure(request: web.Request) -> web.Response:
    sealed = read(await request.read())["Encrypt"] or ""
    check(request, "msg_signature", sealed)
    read(opened(request.app[CRYPTO], sealed))
    return web.Response(body=SUCCESS, headers=PLAIN_TEXT)


def check(request: web.Request, name: str, *covered: str) -> None:
    """Raises: HTTPForbidden."""
    query = request.query
    timestamp = query["timestamp"]
    right = sha1("".join(sorted((TOKEN, timestamp, query["nonce"], *covered))).encode()).hexdigest()
    if not compare_digest(query[name].encode(), right.encode()) or abs(time() - int(timestamp)) > FRESH:
        raise web.HTTPForbidden


def read(payload: bytes) -> dict[str, str | None]:
    parser = XMLParser(encoding="utf-8")
    parser.feed(payload)
    root: Element = parser.close()
    return {one.tag: one.text for one in root}


def opened(crypto: PrpCrypto, sealed: str) -> bytes:
    """Raises: HTTPForbidden: it is meant for another account."""
    padded = crypto.cipher.decrypt(b64decode(sealed))
    content = padded[16 : -padded[-1]]
    end = 4 + int.from_bytes(content[:4], "big")
    if not compare_digest(content[end:], APP_ID.encode()):
        raise web.HTTPForbidden
    message: bytes = content[4:end]
    return message


CRYPTO: web.AppKey[Any] = web.AppKey("crypto", PrpCrypto)


def application() -> web.Application:
    app = web.Application()
    app[CRYPTO] = PrpCrypto(b64decode(AES_KEY + "="))
    app.router.add_post(PLAIN, plain)
    app.router.add_post(SECURE, secure)
    return app


async def serve() -> None:
    runner = web.AppRunner(application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    tell(runner.addresses[0][1])
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
