"""The published contract as a judge: says what is wrong with an answer, unknown properties included."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

MAP = Path(__file__).resolve().parents[3] / "shared/contracts/brp"
CONTRACT = MAP / "personen-2.7.0.openapi.json"
TESTSET = MAP / "testset-persoonslijsten-gba-v.csv"
VELDEN = MAP / "fields-persoon.csv"
VELDEN_BEPERKT = MAP / "fields-persoon-beperkt.csv"
METADATA = ("description", "deprecated", "example", "discriminator")


def need_contract() -> None:
    """Skip, and say so loudly, where the published contract is not beside the source."""
    if not CONTRACT.exists():
        pytest.skip(f"OVERGESLAGEN: het gepubliceerde contract van de BRP ontbreekt ({CONTRACT})")


def resolve_kinds(vraag: str) -> dict[str, Any]:
    """Return the contract for a mock that looks at no discriminator: answers to one kind of question, and of each
    property that may be of several kinds the first.
    """
    contract = copy.deepcopy(read_contract())
    schemas = contract["components"]["schemas"]
    first = {
        name: next(iter(one["discriminator"]["mapping"].items()))
        for name, one in schemas.items()
        if "discriminator" in one and not name.startswith("PersonenQuery")
    }
    for name, one in schemas.items():
        schemas[name] = _choose(one, first)
        if name.endswith("Filter") and "pattern" in one:
            # An escape that the strict patterns of JavaScript do not know; Prism then looks at nothing at all.
            schemas[name]["pattern"] = one["pattern"].replace("\\'", "'")
    post = contract["paths"]["/personen"]["post"]
    kind = {"type": "object", "properties": {"type": {"type": "string", "enum": [vraag]}}}
    for content, name in ((post["requestBody"], vraag), (post["responses"]["200"], f"{vraag}Response")):
        (body,) = content["content"].values()
        body["schema"] = {"allOf": [{"$ref": f"#/components/schemas/{name}"}, kind]}
    return contract


def _choose(schema: Any, first: dict[str, tuple[str, str]], *, made_of: bool = False) -> Any:
    if isinstance(schema, list):
        return [_choose(one, first, made_of=made_of) for one in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name in first and not made_of:
        kind, ref = first[name]
        return {"allOf": [{"$ref": ref}, {"properties": {"type": {"type": "string", "enum": [kind]}}}]}
    return {key: _choose(one, first, made_of=key == "allOf") for key, one in schema.items()}


@lru_cache(maxsize=1)
def read_contract() -> dict[str, Any]:
    return json.loads(CONTRACT.read_text())


def list_fouten(name: str, answer: Any) -> list[str]:
    """Return where an answer departs from a schema of the contract: places and rules, one line each."""
    found = _judge(name).iter_errors(answer)
    return [f"{'/'.join(map(str, one.path))}: {one.validator}: {one.message[:200]}" for one in found]


@lru_cache
def _judge(name: str) -> Draft202012Validator:
    schemas = read_contract()["components"]["schemas"]
    strict = {one: _strict(schemas[one], schemas) for one in schemas}
    return Draft202012Validator({"$defs": strict, "$ref": f"#/$defs/{name}"}, format_checker=FormatChecker())


def _strict(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Lay what a schema is made of side by side, and close it: what no part names may not be there."""
    parts = list(_parts(schema, schemas))
    whole: dict[str, Any] = {}
    for part in parts:
        whole |= {
            key: value
            for key, value in part.items()
            if key not in (*METADATA, "properties", "required", "allOf")
        }
    properties = {name: one for part in parts for name, one in part.get("properties", {}).items()}
    if properties:
        whole["properties"] = {name: _property(one, schemas) for name, one in properties.items()}
        whole["required"] = [name for part in parts for name in part.get("required", [])]
        whole["additionalProperties"] = False
    return whole


def _parts(schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "$ref" in schema:
        yield from _parts(_named(schema, schemas), schemas)
        return
    yield schema
    for one in schema.get("allOf", []):
        yield from _parts(one, schemas)


def _property(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Point a property into `$defs`; one of several kinds is what its `type` says."""
    if "items" in schema:
        return {**schema, "items": _property(schema["items"], schemas)}
    if "$ref" not in schema:
        return {key: value for key, value in schema.items() if key not in METADATA}
    kinds = _named(schema, schemas).get("discriminator", {}).get("mapping")
    if kinds is None:
        return {"$ref": f"#/$defs/{schema['$ref'].rpartition('/')[2]}"}
    # By its type, and not by trying each of them: that took most of the time of a test.
    return {
        "required": ["type"],
        "properties": {"type": {"enum": list(kinds)}},
        "allOf": [_kind(kind, ref) for kind, ref in kinds.items()],
    }


def _kind(kind: str, ref: str) -> dict[str, Any]:
    return {
        "if": {"properties": {"type": {"const": kind}}},
        "then": {"$ref": f"#/$defs/{ref.rpartition('/')[2]}"},
    }


def _named(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    return schemas[schema["$ref"].rpartition("/")[2]]
