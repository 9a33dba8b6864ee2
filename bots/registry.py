"""Opens the configured channels. There is no list of channels: each folder under bots/ says in CHANNELS what it has."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from rapidfuzz import process

import bots
from core.channel import Channel
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from core.ports import BuildChannel, Surroundings

Configured = Mapping[str, Mapping[str, dict[str, Any]]]
Around = Callable[[ChannelName, AccountId], Surroundings]


def open_channels(configured: Configured, around: Around) -> dict[tuple[ChannelName, AccountId], Channel]:
    """Builds every configured account of every channel; nothing is started yet.

    `configured`: [channel][account] -> its own settings, raw. `around`: what the product gives to that account.
    Raises: WrongSetting: an unknown channel, a missing library, or what the channel says of its settings."""
    return {
        (ChannelName(name), AccountId(account)): _build(name, account, settings, around)
        for name, accounts in configured.items()
        for account, settings in accounts.items()
    }


def find_channel(name: str) -> BuildChannel:
    """Imports no more folders than needed: those named like the channel come first. Raises: WrongSetting."""
    known: list[str] = []
    missing: dict[str, str] = {}
    for folder in _folders(name):
        try:
            offered: Mapping[str, BuildChannel] = getattr(importlib.import_module(f"bots.{folder}"), "CHANNELS", {})
        except ModuleNotFoundError as error:
            if error.name and error.name.partition(".")[0] == "bots":
                raise
            missing[folder] = str(error.name)
            continue
        if name in offered:
            return offered[name]
        known += offered
    raise _not_found(name, known, missing)


def _build(name: str, account: str, settings: dict[str, Any], around: Around) -> Channel:
    build = find_channel(name)
    try:
        return build(AccountId(account), settings, around(ChannelName(name), AccountId(account)))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in ("channels", name, account, *first["loc"]))
        raise WrongSetting(place, f"{first['msg']}.", f"bots/{name} explains its settings.") from None


def _folders(name: str) -> Iterator[str]:
    """Folders of bots/, the likeliest first: "telegram-staff" is probably in telegram_staff, or in telegram."""
    likely = (name.replace("-", "_"), name.partition("-")[0])
    found = sorted(module.name for module in pkgutil.iter_modules(bots.__path__) if module.ispkg)
    yield from (folder for folder in dict.fromkeys(likely) if folder in found)
    yield from (folder for folder in found if folder not in likely)


def _not_found(name: str, known: list[str], missing: Mapping[str, str]) -> WrongSetting:
    place = f"channels.{name}"
    for folder in (name.replace("-", "_"), name.partition("-")[0]):
        if folder in missing:
            install = f"Type: .venv/bin/pip install -c constraints.txt -e '.[{folder}]'"
            return WrongSetting(place, f"the library {missing[folder]} is not installed.", install)
    close = process.extractOne(name, known, score_cutoff=60)
    guess = f"Did you mean {close[0]}? " if close else ""
    unseen = [folder for folder in missing if folder not in known]
    return WrongSetting(place, "is not a channel.", f"{guess}There are: {', '.join(sorted([*known, *unseen]))}.")
