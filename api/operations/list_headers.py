"""Headers of answers: links to other pages and to what is drawn on, and a file name."""

import functools
from typing import Any

from api.formats.registry import FORMATS
from api.http.links import link_header
from api.operations.api_request import ApiRequest

CITATION = FORMATS["bibtex"]
RELATION = "describedby"
"""How an answer that does not itself say which datasets it draws on leads to what does: with licence, and how to cite them."""


@functools.lru_cache(maxsize=512)
def thing_headers(dataset: str | None) -> list[tuple[Any, ...]]:
    """The Link header from a thing to its dataset; empty where it has none."""
    return [("Link", link_header(f"/v1/datasets/{dataset}", RELATION))] if dataset else []


def list_headers(request: ApiRequest, links: dict[str, Any], name: str, formats: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The Link and Content-Disposition headers of a list with `links` by relation; `name` begins the file's name, `formats` are offered."""
    format = request.format
    headers = [link_header(links[relation], relation) for relation in ("next", "prev") if links[relation]]
    if not (format.has_meta or format.is_citation):
        headers.append(attribution_link(request, formats))
    disposition = "attachment" if format.is_download else "inline"
    file = ("Content-Disposition", f'{disposition}; filename="annals-{name}-{request.revision}.{format.extension}"')
    return [("Link", ", ".join(headers)), file] if headers else [file]


def attribution_link(request: ApiRequest, formats: tuple[Any, ...]) -> str:
    """The link to the citation of a list or, without such a format, to the datasets."""
    if CITATION.name in formats:
        return link_header(request.whole_link("format", format=CITATION.name), RELATION, CITATION.media_type)
    return link_header("/v1/datasets", RELATION)
