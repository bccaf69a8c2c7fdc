"""A YAML file whose every text knows its line, so that a fault can be told with the line on which it stands."""

from pathlib import Path

import yaml

from seeds.batch import Fault
from seeds.errors import Refused
from seeds.yaml_files import loader


class Text(str):
    """A scalar, or a key, of a YAML file, and the line on which it stands, counted from 1."""

    __slots__ = ("line",)

    def __new__(cls, text, line):
        self = super().__new__(cls, text)
        self.line = line
        return self


class Loader(loader.Loader):
    """YAML in which every scalar is a Text."""

    def construct_scalar(self, node):
        return Text(super().construct_scalar(node), node.start_mark.line + 1)


def parse(path):
    """What a YAML file holds. Raises Refused where it cannot be read."""
    path = Path(path)
    try:
        return parsed(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refused([Fault(path.name, "", loader.unreadable(error))]) from None


def parsed(text):
    """What a text of YAML holds. Raises yaml.YAMLError."""
    return loader.loaded(text, Loader)


def line_of(found, otherwise):
    """The line on which a part of a file begins; `otherwise` where it holds no text."""
    if isinstance(found, Text):
        return found.line
    return line_of(next(iter(found)), otherwise) if found else otherwise


def located(errors, found, line=1, where=""):
    """(line, reason) for each of marshmallow's nested messages on a part of a file, with the path of keys that it is about."""
    if not isinstance(errors, dict):
        yield from ((line, reason) for reason in loader.reasons(errors, where))
        return
    for key, inner in errors.items():
        part, begins, step = followed(found, key, line_of(found, line))
        yield from located(inner, part, begins, ".".join(filter(None, (where, step))))


def followed(found, key, line):
    """The part under a key, the line of that key, and what the key is called, nothing where it is marshmallow's own."""
    if isinstance(found, list) and isinstance(key, int):
        return found[key], line_of(found[key], line), str(key + 1)
    if not isinstance(found, dict) or key == "_schema":
        return found, line, ""
    stands = next((each for each in found if each == key), None)
    return (None, line, str(key)) if stands is None else (found[stands], stands.line, str(key))
