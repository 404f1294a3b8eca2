"""Cuts the calls that we make out of Twilio's OpenAPI file: `python extract_twilio_openapi.py FULL.json > twilio_messages_openapi.json`.

Rules: nothing is changed but prose, which is dropped; the licence stands beside the result. `tests/contracts/prism.sh` runs this again
and compares, so that the copy cannot drift from its source unseen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages"
WANTED = {
    f"{MESSAGES}.json": ("get", "post"),
    f"{MESSAGES}/{{Sid}}.json": ("get", "post", "delete"),
    f"{MESSAGES}/{{MessageSid}}/Media.json": ("get",),
    f"{MESSAGES}/{{MessageSid}}/Media/{{Sid}}.json": ("delete",),
}
PROSE = {"description", "summary", "tags", "examples", "example", "x-twilio", "headers", "x-stability"}


def without_prose(part: Any, *, names: bool = False) -> Any:
    """Return a part of the file without prose. Under `names` the keys are the API's own field names and stay."""
    if isinstance(part, dict):
        return {
            key: without_prose(value, names=key in ("properties", "responses", "schemas"))
            for key, value in part.items()
            if names or key not in PROSE
        }
    return [without_prose(item) for item in part] if isinstance(part, list) else part


def references(part: Any) -> set[str]:
    """Return the names of all schemas that a part refers to."""
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(references(value) for value in part.values()))
    return set().union(*(references(item) for item in part)) if isinstance(part, list) else set()


def extract(full: dict[str, Any]) -> dict[str, Any]:
    """Return the wanted paths and every schema that they need."""
    paths = {
        path: {"servers": full["paths"][path]["servers"]} | {method: without_prose(full["paths"][path][method]) for method in methods}
        for path, methods in WANTED.items()
    }
    needed, schemas = references(paths), {}
    while needed:
        name = needed.pop()
        schemas[name] = without_prose(full["components"]["schemas"][name])
        needed |= references(schemas[name]) - schemas.keys()
    return {
        "openapi": full["openapi"],
        "info": {
            "title": "Twilio - Api: the message calls that Quietline makes",
            "version": full["info"]["version"],
            "license": full["info"]["license"],
            "description": "Cut from twilio_api_v2010.json as published in @twilio/cli-core 8.3.2 (MIT); see the licence file beside it.",
        },
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": full["components"]["securitySchemes"]},
        "security": full["security"],
    }


if __name__ == "__main__":
    json.dump(extract(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
