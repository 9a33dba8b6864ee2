"""When a second person must agree to a new key or a refund."""

from pydantic import Field

from config.section import Section, Time


class Aftersales(Section):
    approve_above: int = Field(ge=0, examples=["100"])
    approve_after: int = Field(ge=0, examples=["3"])
    replace_within: Time = Field(examples=['"30d"'])
