"""Telegram: the shop bot that buyers talk to, and the staff bot in the agents' forum group.

Importing this imports neither SDK: aiogram and python-telegram-bot are loaded by the channel that runs, when its door
is open already."""
