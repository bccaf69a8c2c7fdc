"""Where to ask operations: at a thing that our own corpus has."""

ASKED = {
    "events": "kazakhstan:boralday-2011",
    "sources": "kazakhstan:eurasianet-2011-12-05",
    "locations": "kz.almaty-region.boralday",
    "actors": "kazakhstan:arystan",
    "datasets": "kazakhstan",
    "vocabularies": "status",
}
"""By collection."""


def path_of(operation):
    """The path of an operation, of such a thing where it is one of things."""
    return operation.path.replace(f"<{operation.part}>", ASKED.get(operation.tag, ""))
