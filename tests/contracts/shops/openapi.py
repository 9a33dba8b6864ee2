"""Holds what goes over the wire against docs/shops/http-openapi.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker

PAGE = Path(__file__).parents[3] / "docs" / "shops" / "http-openapi.yaml"


@cache
def page() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    return read


@dataclass(slots=True)
class Contract:
    """`covered`: the operations that were seen, with the status of their reply."""

    page: dict[str, Any] = field(default_factory=page)
    covered: set[tuple[str, int]] = field(default_factory=set)

    def check_request(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> None:
        """Raises: AssertionError."""
        operation = self._operation(method, path)
        known = {self._at(one)["name"]: self._at(one) for one in operation.get("parameters", [])}
        sent = {**query, **{name: headers[name] for name in ("Idempotency-Key",) if name in headers}}
        assert set(sent) <= set(known), f"{method} {path}: unknown parameters"
        for name, parameter in known.items():
            assert name in sent or not parameter.get("required"), f"{method} {path} without {name}"
        for name, value in sent.items():
            schema = self._at(known[name]["schema"])
            self._check(int(value) if schema.get("type") == "integer" else value, schema)
        for name in ("KamiDesk-Timestamp", "KamiDesk-Signature"):
            assert headers.get(name), f"{method} {path} without {name}"

    def check_body(self, method: str, path: str, payload: Any) -> None:
        operation = self._operation(method, path)
        assert ("requestBody" in operation) == (payload is not None), f"{method} {path}: a body, or none"
        if payload is not None:
            self._check(payload, self._at(operation["requestBody"]["content"]["application/json"]["schema"]))

    def check_reply(self, method: str, path: str, status: int, payload: Any) -> None:
        operation = self._operation(method, path)
        self.covered.add((operation["operationId"], status))
        replies = operation["responses"]
        reply = self._at(replies.get(str(status)) or replies["default"])
        self._check(payload, self._at(reply["content"]["application/json"]["schema"]))

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        known: dict[str, Any] = self.page["paths"][path][method.lower()]
        return known

    def _at(self, one: dict[str, Any]) -> dict[str, Any]:
        """What a $ref stands for, one step."""
        place: Any = self.page
        for step in one["$ref"].removeprefix("#/").split("/") if "$ref" in one else ():
            place = place[step]
        return place if "$ref" in one else one

    def _check(self, value: Any, schema: dict[str, Any]) -> None:
        """`schema` beside the page, so that its references are found."""
        Draft202012Validator({**self.page, **schema}, format_checker=FormatChecker()).validate(value)
