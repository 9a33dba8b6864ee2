"""Recorded payloads mean what they meant when somebody looked at them; and no payload at all breaks the parser."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Forged, Unreadable
from tests.conformance.folders import Case, cases, every_case
from tests.conformance.recording import expectation, meaning, samples

every_sample = pytest.mark.parametrize(
    ("case", "sample"),
    [pytest.param(case, path, id=f"{case.name}-{path.stem}") for case in cases() for path in samples(case.samples)],
)

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@every_case()
def test_some_samples_are_understood(case: Case) -> None:
    payloads = [path.read_bytes() for path in samples(case.samples)]
    assert any(b'"event"' in meaning(case.kit.to_events, payload) for payload in payloads)


@every_sample
def test_a_recorded_payload_means_what_it_meant(case: Case, sample: Path) -> None:
    assert meaning(case.kit.to_events, sample.read_bytes()) == expectation(sample).read_bytes()


@every_sample
def test_an_event_has_the_same_id_when_the_platform_repeats_itself(case: Case, sample: Path) -> None:
    assert meaning(case.kit.to_events, sample.read_bytes()) == meaning(case.kit.to_events, sample.read_bytes())


@every_case()
def test_different_payloads_have_different_ids(case: Case) -> None:
    told = [json.loads(meaning(case.kit.to_events, path.read_bytes())) for path in samples(case.samples)]
    ids = [event["id"] for events in told if isinstance(events, list) for event in events]
    assert len(ids) == len({*ids})


@every_case()
@given(payload=st.binary(max_size=200))
def test_any_bytes_are_understood_or_refused(case: Case, payload: bytes) -> None:
    _understood_or_refused(case, payload)


@every_case()
@given(payload=ANY_JSON)
def test_any_json_is_understood_or_refused(case: Case, payload: object) -> None:
    _understood_or_refused(case, json.dumps(payload).encode())


@every_case()
@given(data=st.data())
def test_a_recorded_payload_with_any_part_changed_is_understood_or_refused(case: Case, data: st.DataObject) -> None:
    whole = [path for path in samples(case.samples) if _is_whole(path)]
    sample = data.draw(st.sampled_from(whole))
    _understood_or_refused(case, (_changed_xml if sample.suffix == ".xml" else _changed_json)(sample, data))


def _changed_json(sample: Path, data: st.DataObject) -> bytes:
    payload = json.loads(sample.read_bytes())
    place = data.draw(st.sampled_from([*_places(payload)]))
    return json.dumps(_with(payload, place, data.draw(ANY_JSON))).encode()


def _changed_xml(sample: Path, data: st.DataObject) -> bytes:
    """With another text, another name, something inside, or twice."""
    root = ET.fromstring(sample.read_bytes())
    element = data.draw(st.sampled_from([*root.iter()]))
    match data.draw(st.sampled_from(["text", "name", "inside", "twice"])):
        case "text":
            element.text = data.draw(st.text(st.characters(exclude_categories=["C"]), max_size=40))
        case "name":
            element.tag = data.draw(st.sampled_from(["MsgType", "Event", "MsgId", "xml", "Colour"]))
        case "inside":
            element.append(ET.Element("item"))
        case _:
            root.append(element if element is not root else ET.Element("MsgId"))
    return ET.tostring(root)


@every_case()
@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"a":' * 100_000, b'{"update_id":1,"x":' + b"[" * 100_000])
def test_nesting_without_end_is_refused(case: Case, deep: bytes) -> None:
    with pytest.raises((Unreadable, Forged)):
        case.kit.to_events(deep)


def _understood_or_refused(case: Case, payload: bytes) -> None:
    try:
        events = case.kit.to_events(payload)
    except (Unreadable, Forged):
        return
    assert all(event.id and event.at.tzinfo for event in events)


def _is_whole(path: Path) -> bool:
    try:
        (ET.fromstring if path.suffix == ".xml" else json.loads)(path.read_bytes())
    except (ValueError, ET.ParseError):
        return False
    return True


def _places(payload: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to every value inside."""
    inside = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for key, value in inside:
        yield (key,)
        yield from ((key, *rest) for rest in _places(value))


def _with(payload: Any, place: tuple[str | int, ...], value: object) -> Any:
    """The same, with another value at that place."""
    if not place:
        return value
    copy = payload.copy()
    copy[place[0]] = _with(payload[place[0]], place[1:], value)
    return copy
