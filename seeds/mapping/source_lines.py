"""A YAML file whose every text knows its line, so that a fault can be told with the line on which it stands."""

from pathlib import Path
from typing import Any

import yaml

from seeds.batch import EntryFault
from seeds.errors import LoadRefused
from seeds.yaml_files import loader


class LocatedText(str):
    """A scalar, or a key, of a YAML file, and the line on which it stands, counted from 1."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: Any, line: Any) -> Any:
        self = super().__new__(cls, text)
        self.line = line
        return self


class LocatedLoader(loader.StrictLoader):
    """YAML in which every scalar is a LocatedText."""

    def construct_scalar(self, node: Any) -> LocatedText:
        return LocatedText(super().construct_scalar(node), node.start_mark.line + 1)


def parse_file(path: Any) -> Any:
    """What a YAML file holds. Raises LoadRefused where it cannot be read."""
    path = Path(path)
    try:
        return parse_text(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LoadRefused([EntryFault(path.name, "", loader.explain_unreadable(error))]) from None


def parse_text(text: str) -> Any:
    """What a text of YAML holds. Raises yaml.YAMLError."""
    return loader.parse_yaml(text, LocatedLoader)


def line_of(found: Any, otherwise: Any) -> Any:
    """The line on which a part of a file begins; `otherwise` where it holds no text."""
    if isinstance(found, LocatedText):
        return found.line
    return line_of(next(iter(found)), otherwise) if found else otherwise


def locate_errors(errors: Any, found: Any, line: Any = 1, where: Any = "") -> Any:
    """(line, reason) for each of marshmallow's nested messages on a part of a file, with the path of keys that it is about."""
    if not isinstance(errors, dict):
        yield from ((line, reason) for reason in loader.error_lines(errors, where))
        return
    for key, inner in errors.items():
        part, begins, step = follow_key(found, key, line_of(found, line))
        yield from locate_errors(inner, part, begins, ".".join(filter(None, (where, step))))


def follow_key(found: Any, key: Any, line: Any) -> Any:
    """The part under a key, the line of that key, and what the key is called, nothing where it is marshmallow's own."""
    if isinstance(found, list) and isinstance(key, int):
        return found[key], line_of(found[key], line), str(key + 1)
    if not isinstance(found, dict) or key == "_schema":
        return found, line, ""
    stands = next((each for each in found if each == key), None)
    return (None, line, str(key)) if stands is None else (found[stands], stands.line, str(key))
