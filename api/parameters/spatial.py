"""Query-string types of places, in degrees, WGS 84."""

import re
from typing import Any

from api.parameters.base import InvalidValue, Parameter, ParsedParameter
from models.predicates import polygon

UNSIGNED = r"([0-9]{1,5}\.?|[0-9]{0,5}\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?"
"""As any language writes a float, the smallest ones too."""
NUMBER = f"-?{UNSIGNED}"


class BboxParameter(Parameter):
    """west,south,east,north in degrees, WGS 84, as four floats. West above east crosses the antimeridian."""

    schema = {"type": "string", "format": "bbox", "pattern": f"^{NUMBER}(, ?{NUMBER}){{3}}$"}

    def read(self, text: str) -> Any:
        if not re.fullmatch(self.schema["pattern"], text):
            raise InvalidValue(f"{text!r} is not four numbers: west,south,east,north")
        west, south, east, north = map(float, text.split(","))
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
            raise InvalidValue(
                f"{text!r} lies off the globe: longitudes are -180 to 180, latitudes -90 to 90, in the order west,south,east,north"
            )
        if south > north:
            raise InvalidValue(f"{text!r} has its south above its north: the order is west,south,east,north")
        return west, south, east, north


class NearParameter(Parameter):
    """latitude,longitude,kilometres, as three floats."""

    schema = {"type": "string", "format": "near", "pattern": f"^{NUMBER}, ?{NUMBER}, ?{UNSIGNED}$"}
    FARTHEST = 20016
    """Kilometres to beyond the antipode."""

    def read(self, text: str) -> Any:
        if not re.fullmatch(self.schema["pattern"], text):
            raise InvalidValue(f"{text!r} is not three numbers: latitude,longitude,kilometres")
        latitude, longitude, km = map(float, text.split(","))
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise InvalidValue(f"{text!r} lies off the globe: the latitude, -90 to 90, comes first, then the longitude, -180 to 180")
        if km > self.FARTHEST:
            raise InvalidValue(f"{text!r} reaches farther than half around the globe: at most {self.FARTHEST} kilometres")
        return latitude, longitude, km


class PolygonParameter(ParsedParameter):
    """A polygon in WKT, as that text."""

    schema = {"type": "string", "format": "wkt", "minLength": 1}

    @staticmethod
    def parse(text: str) -> Any:
        polygon.parse_polygon(text)
        return text
