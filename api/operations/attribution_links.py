"""Links from answers that do not say themselves which datasets they draw on to what does: with licence, and how to cite them."""

import functools

from api.formats.registry import FORMATS
from api.http import response

CITATION = FORMATS["bibtex"]
RELATION = "describedby"


@functools.lru_cache(maxsize=512)
def of_thing(dataset):
    """The header that leads from a thing to its dataset; none where it is of no dataset."""
    return [("Link", response.linked(f"/v1/datasets/{dataset}", RELATION))] if dataset else []


def of_list(call, formats):
    """The links from the list that a Call gives, which is offered in `formats`: to how to cite it, else to all datasets."""
    if call.format.told or call.format.cites:
        return []
    if CITATION.name in formats:
        return [response.linked(call.whole("format", format=CITATION.name), RELATION, CITATION.media_type)]
    return [response.linked("/v1/datasets", RELATION)]
