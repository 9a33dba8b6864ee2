"""Draws the pictures of docs/telegram.md from what the product really says."""
