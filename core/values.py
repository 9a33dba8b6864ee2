"""Values that are built, compared and encoded in C, and changed like dataclasses. Pure.

A frozen slotted dataclass sets each field by a call. What every message makes a dozen of is a struct instead:

    class Address(Value, frozen=True): ...        # kw_only=True where it was: a subclass does not inherit that
    replace(address, chat=other)                  # dataclasses.replace, as for everything else"""

from collections.abc import Mapping
from dataclasses import Field, fields, make_dataclass
from functools import cache
from typing import Any

from msgspec import Struct


class _Fields:
    """What the module `dataclasses` asks a class for; looked up when it does."""

    def __get__(self, _: object, kind: type[Struct]) -> Mapping[str, Field[Any]]:
        return _fields_of(kind)


@cache
def _fields_of(kind: type[Struct]) -> Mapping[str, Field[Any]]:
    return {one.name: one for one in fields(make_dataclass(kind.__name__, kind.__struct_fields__))}


class Value(Struct, frozen=True, omit_defaults=True):
    """The base of such a value. In JSON a field that is as by default is left out, as most are: a default is
    for ever."""

    __dataclass_fields__ = _Fields()
