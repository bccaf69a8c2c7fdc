"""The formats that say how to cite an answer: BibTeX and CSL-JSON."""

import orjson

from api.formats import citation_text
from api.formats.base import Format


class BibTex(Format):
    name, media_type, extension, about = "bibtex", "application/x-bibtex", "bib", "BibTeX: how to cite the answer"
    saved, cites = True, True

    def chunks(self, listing):
        yield "\n".join(map(citation_text.bibtex, listing.references)).encode()


class Csl(Format):
    name, media_type, extension, about = "csl", "application/vnd.citationstyles.csl+json", "json", "CSL-JSON: how to cite the answer"
    saved, cites = True, True
    schema = {"type": "array", "items": {"type": "object"}}

    def chunks(self, listing):
        yield orjson.dumps(list(map(citation_text.csl, listing.references)))
