"""The settings of the staff channel, decoded at the edge. Pure."""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, field_validator

from bots.discord.settings import BotSettings, Snowflake

MANAGERS: Final = "manage-threads"
EVERYBODY: Final = "everybody"


def _as_roles(value: object) -> object:
    """Role ids in an environment variable: numbers parted by commas, with brackets or without."""
    if isinstance(value, str) and value not in (MANAGERS, EVERYBODY):
        return [part.strip() for part in value.strip("[] ").split(",") if part.strip()]
    return value


Agents = Annotated[Literal["manage-threads", "everybody"] | tuple[Snowflake, ...], BeforeValidator(_as_roles)]


class StaffSettings(BotSettings):
    """[channels.discord-staff.<account>]: the bot in the agents' forum."""

    message_content: bool = Field(
        True,
        description="`message_content` to true, or leave it out: the agents' words cannot be read without that intent",
    )
    forum: Snowflake = Field(
        description="`forum` to the id of the agents' forum channel: Discord, Settings, Advanced, Developer Mode; "
        "then right click on the forum, Copy Channel ID",
    )
    agents: Agents = Field(
        MANAGERS,
        description='`agents` to "manage-threads", "everybody" (who sees the forum) or a list of role ids',
    )
    commands: bool = Field(True, description="`commands` to false if the bot shall have no slash commands")

    @field_validator("message_content")
    @classmethod
    def _is_on(cls, on: bool) -> bool:
        """Raises: ValueError: without it there is no staff room."""
        if not on:
            raise ValueError("the staff bot cannot work without the Message Content Intent")
        return on
