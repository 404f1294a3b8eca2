"""Judges calls and answers by Twilio's own OpenAPI description of messages, more strictly than its usual tools do.

Rules: a parameter that the description does not name is a mistake (a typo like `Bdoy` must not pass); so is a wrong type, pattern, enum,
content type or a missing sign-in; a `To` must be a number. The description is `tests/data/twilio_messages_openapi.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

DESCRIPTION = Path(__file__).parents[1] / "data" / "twilio_messages_openapi.json"
FORM = "application/x-www-form-urlencoded"
Pairs = Sequence[tuple[str, str]]

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9a-f:]+\]")


@dataclass(frozen=True)
class Operation:
    """One described call: its name, and where its path puts what."""

    name: str
    description: dict[str, Any]
    in_path: dict[str, str]


class Description:
    """The description, ready to judge."""

    def __init__(self, path: Path = DESCRIPTION) -> None:
        self._whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self._request_formats = FormatChecker(formats=())
        self._response_formats = FormatChecker(formats=())
        self._request_formats.checks("uri")(_is_web_address)
        self._response_formats.checks("uri")(lambda value: value is None or bool(urlsplit(value).path))
        for checker in (self._request_formats, self._response_formats):
            checker.checks("phone-number")(lambda value: value is None or bool(re.fullmatch(r"\+[1-9]\d{6,14}", value)))
            checker.checks("date-time")(lambda value: bool(_DATE_TIME.fullmatch(value)))
            checker.checks("date-time-rfc-2822", raises=ValueError)(lambda value: value is None or bool(parsedate_to_datetime(value)))

    def operation(self, method: str, path: str) -> Operation | None:
        """Return which described call this is, None if none."""
        for template, item in self._whole["paths"].items():
            pattern = "".join(
                f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", template)
            )
            found = re.fullmatch(pattern, path)
            if found and method.lower() in item:
                return Operation(item[method.lower()]["operationId"], item[method.lower()], found.groupdict())
        return None

    def judge_call(self, method: str, path: str, query: Pairs, form: Pairs, content_type: str, *, signed_in: bool) -> list[str]:
        """Return what is wrong with a call, [] if nothing is."""
        operation = self.operation(method, path)
        if operation is None:
            return [f"{method} {path}: no such call"]
        faults = [] if signed_in else ["no sign-in"]
        parameters = operation.description.get("parameters", [])
        for place, given in (("path", tuple(operation.in_path.items())), ("query", tuple(query))):
            schemas = {item["name"]: item["schema"] for item in parameters if item["in"] == place}
            needed = [item["name"] for item in parameters if item["in"] == place and item.get("required")]
            faults += self._judge_fields(given, schemas, needed)
        body = operation.description.get("requestBody")
        if body is None:
            return [f"{operation.name}: {fault}" for fault in faults + (["a body, where none belongs"] if form else [])]
        if content_type.partition(";")[0] != FORM:
            faults.append(f"content type {content_type!r}")
        schema = body["content"][FORM]["schema"]
        faults += self._judge_fields(tuple(form), schema["properties"], schema.get("required", []))
        return [f"{operation.name}: {fault}" for fault in faults]

    def judge_answer(self, method: str, path: str, status: int, body: str) -> list[str]:
        """Return what is wrong with an answer. Errors are not described (the file has none), so they pass."""
        operation = self.operation(method, path)
        if operation is None or status >= 400:
            return []
        described = operation.description["responses"].get(str(status))
        if described is None:
            return [f"{operation.name}: answers {status}, which is not described"]
        if "content" not in described:
            return [f"{operation.name}: a body with {status}"] if body else []
        schema = self._plain(described["content"]["application/json"]["schema"])
        problems = Draft202012Validator(schema, format_checker=self._response_formats).iter_errors(json.loads(body))
        return [f"{operation.name}: answer: {problem.json_path}: {problem.message}" for problem in problems]

    def _judge_fields(self, given: Pairs, schemas: dict[str, Any], needed: Sequence[str]) -> list[str]:
        """Return what is wrong with fields that came as text."""
        faults = [f"{name} is missing" for name in needed if name not in dict(given)]
        for name in dict(given):
            values = [value for other, value in given if other == name]
            if name not in schemas:
                faults.append(f"{name} is not described")
                continue
            schema = self._plain(schemas[name])
            value: Any = values if schema.get("type") == "array" else _typed(values[0], schema)
            if len(values) > 1 and schema.get("type") != "array":
                faults.append(f"{name} is there {len(values)} times")
            problems = Draft202012Validator(schema, format_checker=self._request_formats).iter_errors(value)
            faults += [f"{name}: breaks {problem.validator} {problem.validator_value}" for problem in problems]
        return faults

    def _plain(self, schema: Any) -> Any:
        """Return JSON Schema for what OpenAPI 3.0 says: references put in, `nullable` turned into a type."""
        if isinstance(schema, list):
            return [self._plain(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return self._plain(self._whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        plain = {key: self._plain(value) for key, value in schema.items() if key != "nullable"}
        if schema.get("nullable") is True and "type" in schema:
            plain["type"] = [schema["type"], "null"]
        return plain


def _typed(value: str, schema: dict[str, Any]) -> Any:
    """Return a form's text as the type that is described, or as it is where it cannot be one."""
    match schema.get("type"):
        case "integer" if re.fullmatch(r"-?\d+", value):
            return int(value)
        case "boolean" if value in ("true", "false"):
            return value == "true"
        case "number" if re.fullmatch(r"-?\d+(\.\d+)?", value):
            return float(value)
    return value


def _is_web_address(value: object) -> bool:
    """Say whether this is a URL that Twilio could call back: http(s) and a hostname without underscores."""
    parts = urlsplit(str(value))
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc.rpartition("@")[2].partition(":")[0]))
