"""The settings of one shop, checked and frozen. Their defaults stand in default.toml, nowhere else."""

import re
import zoneinfo
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, SecretStr
from pydantic.config import JsonDict
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.aftersales import Aftersales
from config.guessing import Guessing
from config.section import Section, Time
from config.texts import languages, staff_languages
from config.watchdog import Watchdog

DEFAULTS = Path(__file__).with_name("default.toml")
SQLITE_FILE = "kamidesk.sqlite3"
SHORTEST_KEY = 32
LONGEST_REMOVAL = timedelta(hours=47)
"""Telegram lets bots delete messages for 48 hours (Bot API, deleteMessage)."""

LONGEST_ANSWER = timedelta(seconds=15)
"""For which a buyer may wait for a model; work that takes longer than 20 s counts as failed."""

ROOMS = ("telegram-staff", "discord-staff", "web-staff")
"""Channels with a staff room; tickets go to the first that is configured, unless the owner says where."""


def _as_list(value: object) -> object:
    """A list in an environment variable: names parted by commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _as_ids(value: object) -> object:
    """Ids that are numbers may be written as such."""
    known = _as_list(value)
    return [str(one) if isinstance(one, int) else one for one in known] if isinstance(known, list) else known


def _or_none(value: object) -> object:
    return None if value == "" else value


def _database(value: SecretStr) -> SecretStr:
    scheme = value.get_secret_value().partition("://")[0]
    if value.get_secret_value() and scheme not in {"sqlite", "postgresql"}:
        raise ValueError("must begin with postgresql:// or sqlite:///")
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("must be an address such as https://help.example.com")
    return value.rstrip("/")


def _time_zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone that this machine knows") from None
    return value


def _language(value: str) -> str:
    if value not in languages():
        raise ValueError(f"must be one of {', '.join(languages())}")
    return value


def _staff_language(value: str) -> str:
    if value not in staff_languages():
        raise ValueError(f"must be one of {', '.join(staff_languages())}: agents are spoken to in these")
    return value


def _clock(value: str) -> str:
    if value and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('must be a time of day such as "09:00", or empty')
    return value


def _removal(value: timedelta) -> timedelta:
    if value > LONGEST_REMOVAL:
        raise ValueError('must be at most "47h"')
    return value


def _soon(value: timedelta) -> timedelta:
    if not timedelta(0) < value <= LONGEST_ANSWER:
        raise ValueError('must be at least "1s" and at most "15s"')
    return value


def _room(value: str) -> str:
    channel, _, account = value.partition("/")
    if value and (not channel or not account or "/" in account):
        raise ValueError("must be channel/account, or empty")
    return value


def _some_room(value: str) -> str:
    if not _room(value):
        raise ValueError("must be channel/account")
    return value


def _key(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"is shorter than {SHORTEST_KEY} characters")
    return value


Soon = Annotated[Time, AfterValidator(_soon)]
Language = Annotated[str, AfterValidator(_language)]
StaffLanguage = Annotated[str, AfterValidator(_staff_language)]
Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_as_ids)]
Key = Annotated[SecretStr, AfterValidator(_key)]
Raw = dict[str, dict[str, dict[str, Any]]]

_MAKES_KEYS: JsonDict = {"remedy": "`kamidesk init` makes it."}


class Database(Section):
    url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        examples=['"postgresql://shop:password@localhost/shop"']
    )


class Web(Section):
    host: str = Field(examples=['"127.0.0.1"'], min_length=1)
    port: int = Field(ge=0, le=65535, examples=["8080"])
    public_url: Annotated[str, AfterValidator(_address)] = Field(examples=['"https://help.example.com"'])
    json_limit: ByteSize = Field(examples=['"1MiB"'], ge=1024)
    read_within: Time = Field(examples=['"15s"'])
    idle_within: Time = Field(examples=['"75s"'])


class Shop(Section):
    name: str = Field(examples=['"Star Cards"'], min_length=1)
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(examples=['"Asia/Shanghai"'])
    language: Language = Field(examples=['"zh"'])
    hours: str = Field(examples=['"09:00-23:00"'])
    refund_days: int = Field(ge=0, examples=["7"])


class RoomRule(Section):
    """Tickets for another room than `desk.room`: where each list is empty or has something that fits."""

    room: Annotated[str, AfterValidator(_some_room)] = Field(examples=['"telegram-staff/second"'])
    product: Names = Field(default=(), examples=['["Steam*"]'])
    reason: Names = Field(default=(), examples=['["complaint"]'])
    language: Annotated[tuple[Language, ...], BeforeValidator(_as_list)] = Field(default=(), examples=['["en"]'])
    channel: Names = Field(default=(), examples=['["wechat", "telegram/main"]'])


class Desk(Section):
    room: Annotated[str, AfterValidator(_room)] = Field(examples=['"web-staff/main"'])
    rooms: tuple[RoomRule, ...] = Field(
        json_schema_extra={"remedy": "Write each as a section of its own: [[desk.rooms]]."}
    )
    language: StaffLanguage = Field(examples=['"zh"'])
    remind_after: Time = Field(examples=['"10m"'])
    reopen_within: Time = Field(examples=['"3d"'])
    digest_at: Annotated[str, AfterValidator(_clock)] = Field(examples=['"09:00"'])
    agents: Names = Field(examples=['["Anna"]'])
    admins: Ids = Field(examples=['["Anna", 123456789]'])


class Semantic(Section):
    """An embedding model; off without a folder."""

    folder: Annotated[Path | None, BeforeValidator(_or_none)] = Field(examples=['"models/bge-small-zh"'])
    engine: Literal["onnx", "sentence-transformers"] = Field(examples=['"onnx"'])
    pooling: Literal["mean", "cls"] = Field(examples=['"mean"'])
    prefix: str = Field(examples=['"query: "'])
    within: Soon = Field(examples=['"1s"'])


class Model(Section):
    """A language model; off without an address."""

    base_url: Annotated[str, AfterValidator(_address)] = Field(examples=['"http://127.0.0.1:11434/v1"'])
    api_key: SecretStr = Field(examples=['"sk-..."'])
    model: str = Field(examples=['"qwen3:8b"'])
    within: Soon = Field(examples=['"8s"'])
    max_tokens: int = Field(ge=32, le=4096, examples=["300"])
    tokens_a_day: int = Field(ge=0, examples=["200000"])
    questions_an_hour: int = Field(ge=1, le=1000, examples=["10"])
    reply_format: Literal["json_schema", "json_object", "text"] = Field(examples=['"json_schema"'])


class Faq(Section):
    files: Annotated[tuple[Path, ...], BeforeValidator(_as_list)] = Field(examples=['["faq.yaml"]'])
    semantic: Semantic
    model: Model
    offer_at: Annotated[str, AfterValidator(_clock)] = Field(examples=['"10:00"'])


class Proof(Section):
    allow_b_first: bool = Field(examples=["true"])
    tries: int = Field(ge=1, examples=["5"])
    account_tries: int = Field(ge=1, examples=["200"])
    tries_within: Time = Field(examples=['"15m"'])
    keys_per_order: int = Field(ge=1, examples=["3"])
    keys_within: Time = Field(examples=['"1d"'])
    remove_keys_after: Annotated[Time, AfterValidator(_removal)] = Field(examples=['"24h"', '"0s"'])


class Secrets(Section):
    """`keys`: the first one seals, all of them open (so a key can be exchanged). `fingerprint_key` never changes."""

    keys: Annotated[tuple[Key, ...], BeforeValidator(_as_list)] = Field(min_length=1, json_schema_extra=_MAKES_KEYS)
    fingerprint_key: Key = Field(json_schema_extra=_MAKES_KEYS)


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = Field(examples=['"info"'])
    format: Literal["console", "json"] = Field(examples=['"console"'])


class Settings(BaseSettings):
    """All of them. `Settings(...)`: the defaults and what is given; `config.loading.load` reads the owner's files too.

    `channels` and `shops` stay raw, [kind][account] -> table: each channel and shop decodes its own."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(examples=['"data"'])
    database: Database
    web: Web
    shop: Shop
    desk: Desk
    faq: Faq
    proof: Proof
    aftersales: Aftersales
    watchdog: Watchdog
    guessing: Guessing
    secrets: Secrets = Field(json_schema_extra=_MAKES_KEYS)
    channels: Raw = Field(repr=False, json_schema_extra={"remedy": "Write it under [channels.<channel>.<account>]."})
    shops: Raw = Field(repr=False, json_schema_extra={"remedy": "Write it under [shops.<platform>.<shop>]."})
    log: Log

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, TomlConfigSettingsSource(settings_cls, DEFAULTS)

    @property
    def staff_room(self) -> str:
        """channel/account where tickets go; empty: there is no staff room."""
        found = (f"{kind}/{account}" for kind in ROOMS for account in self.channels.get(kind, {}))
        return self.desk.room or next(found, "")

    @property
    def staff_rooms(self) -> tuple[str, ...]:
        """All rooms that get tickets; that for which no rule is made comes first."""
        return tuple(dict.fromkeys(filter(None, (self.staff_room, *(rule.room for rule in self.desk.rooms)))))

    @property
    def database_url(self) -> str:
        """sqlite:///… or postgresql://…; it may hold a password: never show it."""
        url = self.database.url.get_secret_value()
        return url or f"sqlite:///{(self.data_dir / SQLITE_FILE).as_posix()}"

    @property
    def public_url(self) -> str:
        """Where buyers reach us, without a slash at the end."""
        host = "127.0.0.1" if self.web.host in {"0.0.0.0", "::"} else self.web.host  # noqa: S104
        return self.web.public_url or f"http://{host}:{self.web.port}"
