"""What answers are written in. To add a format, write a subclass of Format and list it in FORMATS."""

from api.formats.citation_formats import BibTex, Csl
from api.formats.csv_format import Csv
from api.formats.json_formats import GeoJson, GeoJsonSequence, Json, Lines
from api.formats.parquet_format import Parquet

FORMATS = {format.name: format for format in (Json(), GeoJson(), Csv(), Lines(), GeoJsonSequence(), Parquet(), BibTex(), Csl())}
LISTS = tuple(name for name, format in FORMATS.items() if not (format.cites or format.places))
"""What a list of things is offered in."""
MAPS = tuple(name for name, format in FORMATS.items() if not format.cites)
"""What a list of things with places is offered in."""
CITATIONS = tuple(name for name, format in FORMATS.items() if format.cites)
"""What says how to cite an answer."""
