"""Headers that say what stands beside an answer: other pages, what it draws on and how to cite that, and a name to keep it under."""

import functools

from api.formats.registry import FORMATS
from api.http.links import header

CITATION = FORMATS["bibtex"]
RELATION = "describedby"
"""How an answer that does not itself say which datasets it draws on leads to what does: with licence, and how to cite them."""


@functools.lru_cache(maxsize=512)
def of_thing(dataset):
    """The header that leads from a thing to its dataset; none where it is of no dataset."""
    return [("Link", header(f"/v1/datasets/{dataset}", RELATION))] if dataset else []


def of_list(call, links, name, formats):
    """The headers of the list with `links` by relation, of things of a `name`, that answers a Call, and is offered in `formats`."""
    format = call.format
    headers = [header(links[relation], relation) for relation in ("next", "prev") if links[relation]]
    if not (format.told or format.cites):
        headers.append(attribution(call, formats))
    disposition = "attachment" if format.saved else "inline"
    file = ("Content-Disposition", f'{disposition}; filename="annals-{name}-{call.revision}.{format.extension}"')
    return [("Link", ", ".join(headers)), file] if headers else [file]


def attribution(call, formats):
    """The link to how to cite a list, else to all datasets."""
    if CITATION.name in formats:
        return header(call.whole("format", format=CITATION.name), RELATION, CITATION.media_type)
    return header("/v1/datasets", RELATION)
