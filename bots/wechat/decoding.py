"""Settings of a channel of this folder, decoded at the edge. Pure."""

from re import fullmatch
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, SecretStr, StringConstraints, ValidationError

from core.errors import WrongSetting
from core.messages import AccountId, ChannelName

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$", strip_whitespace=True)]

S = TypeVar("S", bound=BaseModel)


def decode(model: type[S], channel: ChannelName, account: AccountId, settings: dict[str, Any]) -> S:
    """Raises: WrongSetting: names the first value that is wrong or missing, without showing it."""
    try:
        return model.model_validate(settings)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
    where = [str(part) for part in first["loc"]]
    known = model.model_fields.get(where[0]) if where else None
    if known is None and where:
        remedy = f"Remove it; there are {', '.join(model.model_fields)}."
    else:
        remedy = f"Set {known.description}." if known else "Look at docs/wechat.md."
    raise WrongSetting(".".join(["channels", channel, account, *where]), f"{first['msg']}.", remedy)


def matching(secret: SecretStr, pattern: str) -> SecretStr:
    """The secret without blanks around it. Raises: ValueError: it has another form."""
    bare = secret.get_secret_value().strip()
    if not fullmatch(pattern, bare):
        raise ValueError("does not look like one")
    return SecretStr(bare)
