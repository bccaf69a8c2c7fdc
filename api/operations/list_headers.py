"""Headers that say what stands beside an answer: other pages, what it draws on and how to cite that, and a name to keep it under."""

import functools

from api.formats.registry import FORMATS
from api.http.links import link_header

CITATION = FORMATS["bibtex"]
RELATION = "describedby"
"""How an answer that does not itself say which datasets it draws on leads to what does: with licence, and how to cite them."""


@functools.lru_cache(maxsize=512)
def thing_headers(dataset):
    """The header that leads from a thing to its dataset; none where it is of no dataset."""
    return [("Link", link_header(f"/v1/datasets/{dataset}", RELATION))] if dataset else []


def list_headers(request, links, name, formats):
    """The headers of the list with `links` by relation, of things of a `name`, that answers an ApiRequest, and is offered in `formats`."""
    format = request.format
    headers = [link_header(links[relation], relation) for relation in ("next", "prev") if links[relation]]
    if not (format.has_meta or format.is_citation):
        headers.append(attribution_link(request, formats))
    disposition = "attachment" if format.is_download else "inline"
    file = ("Content-Disposition", f'{disposition}; filename="annals-{name}-{request.revision}.{format.extension}"')
    return [("Link", ", ".join(headers)), file] if headers else [file]


def attribution_link(request, formats):
    """The link to how to cite a list, else to all datasets."""
    if CITATION.name in formats:
        return link_header(request.whole_link("format", format=CITATION.name), RELATION, CITATION.media_type)
    return link_header("/v1/datasets", RELATION)
