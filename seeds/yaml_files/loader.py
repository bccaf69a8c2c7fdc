"""YAML files of entries: every scalar is text, a key stands once, nothing is an alias, and a fault knows its file and line."""

from collections.abc import Iterator
from typing import Any

import yaml
from marshmallow import ValidationError

from seeds.batch import EntryFault

DEEPEST = 50
"""Lists and mappings within each other, of which a file needs some ten; each takes its share of the parser's stack."""


BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml's, where PyYAML was built with it


class StrictLoader(BASE):
    """YAML without implicit types (`no` is not false, `2011-12-03` not a date object) and without repeated keys."""

    def construct_scalar(self, node: Any) -> str:
        if "\0" in node.value:
            raise yaml_error("no text may hold the character NUL", node)
        return super().construct_scalar(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml_error("a key is a text", key)
            if key.value in seen:
                raise yaml_error(f"the key {key.value!r} stands twice", key)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def yaml_error(problem: Any, node: Any) -> Any:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def parse_yaml(text: str, loader: type) -> dict[Any, Any] | list[Any]:
    """What a text of YAML holds. Raises yaml.YAMLError, for an alias too: aliases of aliases grow a few lines to billions of texts."""
    depth = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml_error(f"the alias *{event.anchor} is not taken; write out what stands at &{event.anchor} instead", event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml_error(f"more than {DEEPEST} lists and mappings stand within each other", event)
    return yaml.load(text, loader)


def parse_file(path: Any, faults: list[Any]) -> Any:
    """What a YAML file holds; None when it cannot be read, with the reason added to `faults`, of no entry."""
    try:
        found = parse_yaml(path.read_text("utf-8"), StrictLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.append(EntryFault(path.name, "", explain_unreadable(error)))
        return None
    if found is None:
        faults.append(EntryFault(path.name, "", "the file is empty"))
    return found


def explain_unreadable(error: Any) -> Any:
    match error:
        case FileNotFoundError():
            return "the file is missing"
        case OSError():
            return f"cannot be read: {error.strerror}"
        case UnicodeDecodeError():
            return f"not UTF-8: {error.reason} at byte {error.start}"
        case yaml.MarkedYAMLError(problem_mark=mark) if mark:
            return f"line {mark.line + 1}: broken YAML: {error.problem}"
        case _:
            return f"broken YAML: {error}"


def read_entries(path: Any, schema: Any, faults: Any) -> Iterator[Any]:
    """The entries of a file that holds a list, checked by a marshmallow schema. Faulty ones are left out and told in `faults`."""
    found = parse_file(path, faults)
    if found is not None and not isinstance(found, list):
        faults.append(EntryFault(path.name, "", "a list of entries is wanted"))
    for position, entry in enumerate(found if isinstance(found, list) else (), 1):
        yield from check_entry(path, entry, f"entry {position}", schema, faults)


def read_entry(path: Any, schema: Any, faults: Any) -> Any:
    """The one entry of a file that holds a mapping; None when it is faulty."""
    found = parse_file(path, faults)
    return None if found is None else next(check_entry(path, found, "", schema, faults), None)


def check_entry(path: Any, entry: Any, position: Any, schema: Any, faults: Any) -> Iterator[Any]:
    try:
        found = schema.load(entry)
    except ValidationError as error:
        name = entry.get("id", position) if isinstance(entry, dict) else position
        faults.extend(EntryFault(path.name, str(name), reason) for reason in error_lines(error.messages))
    else:
        yield found


def error_lines(errors: Any, where: Any = "") -> Any:
    """marshmallow's nested messages as lines, each with the path of keys that it is about; list positions count from 1."""
    if isinstance(errors, dict):
        for key, inner in errors.items():
            step = "" if key == "_schema" else str(key + 1) if isinstance(key, int) else str(key)
            yield from error_lines(inner, ".".join(filter(None, (where, step))))
    else:
        yield from (f"{where}: {message}" if where else str(message) for message in errors)
