"""Holds JSON output against docs/schema: strictly, so that a key without a description is a fault."""
import functools
import json
import pathlib

import jsonschema

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs" / "schema"
SHARED = "danelaw.common-1.schema.json"


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def closed(node):
    """The schema with every described object closed, and references to the shared file turned inwards."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: closed(value) for key, value in node.items()}
    if isinstance(result.get("properties"), dict):
        result.setdefault("additionalProperties", False)
    if isinstance(result.get("$ref"), str):
        result["$ref"] = result["$ref"].replace(SHARED, "")
    return result


@functools.cache
def validator(schema_name):
    name, _, number = schema_name.partition("/")
    schema = closed(read(f"{name}-{number}.schema.json"))
    schema["$defs"] = {**closed(read(SHARED))["$defs"], **schema.get("$defs", {})}
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def innermost(error):
    """Of "one of these, or null": what is wrong with the one that is not null."""
    inner = [e for e in error.context or [] if e.validator != "type"]
    return [leaf for e in inner for leaf in innermost(e)] or [error]


def faults(line):
    """What is wrong with one line of output, as sentences."""
    value = json.loads(line)
    if "organization-name" in value:
        return []  # a TLS report: its schema is RFC 8460's
    return [f"{value.get('schema')}: {'.'.join(map(str, leaf.absolute_path))}: {leaf.message[-200:]}"
            for error in validator(value["schema"]).iter_errors(value) for leaf in innermost(error)]
