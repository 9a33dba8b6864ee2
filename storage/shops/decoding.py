"""A shop's own settings, decoded at the edge. Pure."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import WrongSetting
from core.shop import ShopId


class ShopSettings(BaseModel):
    """What every platform's settings inherit from. A field's description ends the sentence "Set ..."."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)


S = TypeVar("S", bound=ShopSettings)


def decode(model: type[S], platform: str, shop: ShopId, settings: dict[str, Any]) -> S:
    """Raises: WrongSetting: names the first value that is wrong or missing, without showing it."""
    try:
        return model.model_validate(settings)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
    where = [str(part) for part in first["loc"]]
    known = model.model_fields.get(where[0]) if where else None
    names = ", ".join(model.model_fields)
    if known is not None and first["type"] != "extra_forbidden":
        remedy = f"Set {known.description or where[0]}."
    else:
        remedy = f"Mend or remove it; there are {names}."
    raise WrongSetting(".".join(["shops", platform, shop, *where]), f"{first['msg']}.", remedy)
