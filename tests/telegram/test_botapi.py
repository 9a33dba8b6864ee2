"""Real aiogram and real python-telegram-bot talk to the server; every answer is read by them to its last field."""

JPEG = b"\xff\xd8\xff\xe0 a picture"
