"""Reads the settings: environment, then the secrets' env file, then kamidesk.toml, then the defaults."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    TomlConfigSettingsSource,
)

from config.problems import PREFIX, Wrong, WrongSettings, as_problems, did_you_mean
from config.secrets_file import ENV_FILE, FINGERPRINT_KEY, KEYS, new_secrets, read_secrets, write_secrets
from config.settings import DEFAULTS, SQLITE_FILE, Settings
from config.shorthands import DISCORD_STAFF_TOKEN, SHORT, TELEGRAM_STAFF_TOKEN, spelled_out

CONFIG_FILE = "kamidesk.toml"
FILE_VARIABLE = PREFIX + "CONFIG"
DATA_VARIABLE = PREFIX + "DATA_DIR"
_UNKNOWN = "{} is not among the configured channels."


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the settings come from. `folder`: where relative paths start, and where the files are or would be."""

    folder: Path
    file: Path | None
    secrets: Path | None
    variables: Mapping[str, str]


def find_sources(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Sources:
    """Looks at `file`, KAMIDESK_CONFIG, ./kamidesk.toml, then in KAMIDESK_DATA_DIR. Raises: WrongSettings."""
    around = dict(os.environ if environment is None else environment)
    asked = file or (Path(around[FILE_VARIABLE]) if around.get(FILE_VARIABLE) else None)
    if asked and not asked.is_file():
        raise WrongSettings([Wrong(str(asked), "there is no such file.", "`kamidesk init` writes one.")])
    if around.get(DATA_VARIABLE):
        around[DATA_VARIABLE] = str(Path(around[DATA_VARIABLE]).resolve())
    places = [Path(CONFIG_FILE), Path(around.get(DATA_VARIABLE, "")) / CONFIG_FILE]
    found = asked or next((place for place in places if place.is_file()), None)
    folder = (found.parent if found else Path.cwd()).resolve()
    data = folder if found else Path(around.get(DATA_VARIABLE, folder))
    secrets = next((place / ENV_FILE for place in (folder, data) if (place / ENV_FILE).is_file()), None)
    kept, given = _ours(read_secrets(secrets) if secrets else {}), _ours(around)
    return Sources(folder, found, secrets, spelled_out(kept, given) | spelled_out(given, kept))


def _ours(variables: Mapping[str, str]) -> dict[str, str]:
    ours = {name.upper(): value for name, value in variables.items() if name.upper().startswith(PREFIX)}
    ours.pop(FILE_VARIABLE, None)
    return ours


def make_secrets(sources: Sources) -> Path | None:
    """The first secrets of a shop that consists of variables alone, in a file beside its data; gives that file.

    None: nothing to do, or nothing that may be done: stored card keys would stay sealed with other secrets.
    Raises: OSError."""
    data = Path(sources.variables.get(DATA_VARIABLE, sources.folder))
    stored = (data if DATA_VARIABLE in sources.variables else data / "data") / SQLITE_FILE
    wanted = any(name.startswith(f"{PREFIX}CHANNELS__") for name in sources.variables)
    known = {KEYS, FINGERPRINT_KEY, f"{PREFIX}DATABASE__URL"} & sources.variables.keys()
    if not wanted or known or sources.file or sources.secrets or stored.exists():
        return None
    data.mkdir(parents=True, exist_ok=True)
    write_secrets(data / ENV_FILE, new_secrets())
    return data / ENV_FILE


def load(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the shop whose kamidesk.toml is `file` (else: found). Raises: WrongSettings: all at once."""
    return read(find_sources(file, environment))


def read(sources: Sources) -> Settings:
    """Raises: WrongSettings."""
    table = _table(sources.file) if sources.file else {}
    unknown = _unknown_variables(sources.variables)
    try:
        settings = _layered(sources.variables, table)()  # type: ignore[call-arg]  # every value comes from the sources
    except ValidationError as error:
        raise WrongSettings(unknown + as_problems(error, Settings, sources.variables)) from None
    problems = unknown + _contradictions(settings)
    if problems:
        raise WrongSettings(problems)
    return _anchored(settings, sources.folder)


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        wrong = Wrong(str(file), f"is not valid TOML: {error}.", "Mend that line; texts stand in quotes.")
    except UnicodeDecodeError:
        wrong = Wrong(str(file), "is not UTF-8 text.", "Save it as UTF-8.")
    except OSError as error:
        wrong = Wrong(str(file), f"cannot be read: {error.strerror}.", "Let the user who runs KamiDesk read it.")
    raise WrongSettings([wrong])


class _Variables(EnvSettingsSource):
    """KAMIDESK_WEB__PORT=80 -> {"web": {"port": "80"}}"""

    def __init__(self, settings_cls: type[BaseSettings], variables: Mapping[str, str]) -> None:
        self._variables = {name.lower(): value for name, value in variables.items()}
        super().__init__(settings_cls, case_sensitive=False, env_prefix=PREFIX, env_nested_delimiter="__")

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._variables

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """JSON where it is JSON; a list may also be written with commas, which its own type takes apart."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value

    def __call__(self) -> dict[str, Any]:
        found = super().__call__()
        return {key: _raw(value) if key in {"channels", "shops"} else value for key, value in found.items()}


def _raw(section: Any) -> Any:
    """Channels are named with dashes, which variables cannot have; lists and tables inside are JSON."""
    if not isinstance(section, dict):
        return section
    return {name.replace("_", "-"): _with_json(accounts) for name, accounts in section.items()}


def _with_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_json(inner) for key, inner in value.items()}
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _layered(variables: Mapping[str, str], table: dict[str, Any]) -> type[Settings]:
    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], *_: PydanticBaseSettingsSource, **__: PydanticBaseSettingsSource
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            defaults = TomlConfigSettingsSource(settings_cls, DEFAULTS)
            return _Variables(settings_cls, variables), InitSettingsSource(settings_cls, table), defaults

    return Layered


def _unknown_variables(variables: Mapping[str, str]) -> list[Wrong]:
    """Deeper names are checked by the models; pydantic-settings passes over a wrong section in silence."""
    known = list(Settings.model_fields)
    short = [name.removeprefix(PREFIX).lower() for name in SHORT]
    sections = {name: name.removeprefix(PREFIX).lower().partition("__")[0] for name in variables}
    return [
        Wrong(name, "is not a setting.", did_you_mean(section, known + short, PREFIX))
        for name, section in sections.items()
        if section not in known
    ]


def _contradictions(settings: Settings) -> list[Wrong]:
    """What only several settings together can tell."""
    rooms = [f"{kind}/{name}" for kind, accounts in settings.channels.items() for name in accounts]
    wrong = _models(settings)
    if not rooms:
        return wrong
    wrong += [_no_such_room(settings, rooms)] if settings.staff_room not in rooms else []
    for rule in settings.desk.rooms:
        known = [*settings.channels, *rooms]
        unknown = [("desk.rooms.channel", name, known) for name in rule.channel if name not in known]
        unknown += [("desk.rooms.room", rule.room, rooms)] if rule.room not in rooms else []
        wrong += [Wrong(name, _UNKNOWN.format(value), did_you_mean(value, among)) for name, value, among in unknown]
    return wrong


def _models(settings: Settings) -> list[Wrong]:
    """Those that help the FAQ."""
    model = settings.faq.model
    if model.base_url and not model.model:
        return [Wrong("faq.model.model", "is missing.", "Name the model that faq.model.base_url shall use.")]
    return []


def _no_such_room(settings: Settings, rooms: list[str]) -> Wrong:
    if not settings.desk.room:
        remedy = f"Set {TELEGRAM_STAFF_TOKEN} or {DISCORD_STAFF_TOKEN}, or add a section [channels.web-staff.main]."
        return Wrong("desk.room", "there is no channel where agents answer.", remedy)
    return Wrong("desk.room", _UNKNOWN.format(settings.desk.room), did_you_mean(settings.desk.room, rooms))


def _anchored(settings: Settings, folder: Path) -> Settings:
    """Relative paths start where kamidesk.toml is, whatever folder the command was typed in."""
    semantic = settings.faq.semantic
    if semantic.folder is not None:
        semantic = semantic.model_copy(update={"folder": folder / semantic.folder})
    files = tuple(folder / file for file in settings.faq.files)
    faq = settings.faq.model_copy(update={"files": files, "semantic": semantic})
    return settings.model_copy(update={"data_dir": folder / settings.data_dir, "faq": faq})
