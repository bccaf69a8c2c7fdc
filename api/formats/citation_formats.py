"""The formats that say how to cite an answer: BibTeX and CSL-JSON."""

from collections.abc import Iterator
from typing import Any

import orjson

from api.formats import citation_text
from api.formats.base import Format, Listing


class BibTex(Format):
    name, media_type, extension, about = "bibtex", "application/x-bibtex", "bib", "BibTeX: how to cite the answer"
    is_download, is_citation = True, True

    def chunks(self, listing: Listing) -> Iterator[Any]:
        yield "\n".join(map(citation_text.format_bibtex, listing.references)).encode()


class Csl(Format):
    name, media_type, extension, about = "csl", "application/vnd.citationstyles.csl+json", "json", "CSL-JSON: how to cite the answer"
    is_download, is_citation = True, True
    schema = {"type": "array", "items": {"type": "object"}}

    def chunks(self, listing: Listing) -> Iterator[Any]:
        yield orjson.dumps(list(map(citation_text.csl_item, listing.references)))
