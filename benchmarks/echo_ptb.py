"""A plain echo bot on python-telegram-bot: `python -m benchmarks.echo_ptb API_URL PORT`.

As its documentation writes one: /start, /help and everything else, Application with its own run_webhook, default
options. The one addition is that edits are left alone: the documented filter takes them, and the documented handler
then fails. Nothing is stored, nothing is logged."""

import sys

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from benchmarks.botapi import SECRET, TOKEN
from benchmarks.processes import end_with_the_driver, tell

PATH = "webhook"


async def greet(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """/start and /help."""
    if update.message:
        await update.message.reply_text("Hello!")


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main(api_url: str, port: int) -> None:
    application = Application.builder().token(TOKEN).base_url(f"{api_url}/bot").build()
    written = filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND
    application.add_handler(CommandHandler("start", greet))
    application.add_handler(CommandHandler("help", greet))
    application.add_handler(MessageHandler(written, echo))
    end_with_the_driver()
    tell(port)
    url = f"http://127.0.0.1:{port}/{PATH}"
    application.run_webhook("127.0.0.1", port, PATH, webhook_url=url, secret_token=SECRET)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
