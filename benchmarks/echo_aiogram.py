"""A plain echo bot on aiogram: `python -m benchmarks.echo_aiogram API_URL PORT`.

As its documentation writes one: /start and everything else, SimpleRequestHandler and setup_application, default
options. The answer is a call of sendMessage, the default, and not told in the answer to the webhook. Nothing is stored,
nothing is logged."""

import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from benchmarks.botapi import SECRET, TOKEN
from benchmarks.processes import end_with_the_driver, tell

PATH = "/webhook"


async def start(message: Message) -> None:
    await message.answer("Hello!")


async def echo(message: Message) -> None:
    if message.text:
        await message.answer(message.text)


def main(api_url: str, port: int) -> None:
    async def on_startup(bot: Bot) -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}{PATH}", secret_token=SECRET)

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())
    dispatcher.message.register(echo)
    dispatcher.startup.register(on_startup)
    app = web.Application()
    SimpleRequestHandler(dispatcher=dispatcher, bot=bot, secret_token=SECRET).register(app, path=PATH)
    setup_application(app, dispatcher, bot=bot)
    end_with_the_driver()
    tell(port)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
