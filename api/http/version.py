"""Which Annals this is: its version, and its build, which is another with every change to the code that answers are made by."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import api
import models

VERSION = version("annals")


def build_id(*packages: Any) -> Any:
    """The version, with a digest of the sources of packages."""
    digest = hashlib.sha256()
    for package in packages:
        root = Path(package.__file__).parent
        for file in sorted(root.rglob("*.py")):
            digest.update(b"%b\0%b\0" % (bytes(file.relative_to(root.parent)), file.read_bytes()))
    return f"{VERSION}+{digest.hexdigest()}"


BUILD = build_id(api, models)
