"""What answers are written in. To add a format, write a subclass of Format and list it in FORMATS."""

from api.formats.citation_formats import BibTex, Csl
from api.formats.csv_format import Csv
from api.formats.json_formats import GeoJson, GeoJsonSequence, Json, Ndjson
from api.formats.parquet_format import Parquet

FORMATS = {format.name: format for format in (Json(), GeoJson(), Csv(), Ndjson(), GeoJsonSequence(), Parquet(), BibTex(), Csl())}
LISTS = tuple(name for name, format in FORMATS.items() if not (format.is_citation or format.needs_points))
"""What a list of things is offered in."""
MAPS = tuple(name for name, format in FORMATS.items() if not format.is_citation)
"""What a list of things with places is offered in."""
CITATIONS = tuple(name for name, format in FORMATS.items() if format.is_citation)
"""What says how to cite an answer."""
