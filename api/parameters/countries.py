"""Query-string types of countries."""

from typing import Any

from api.parameters.base import CodesParameter, InvalidValue, not_accepted
from models.domain.country_names import UnclearCountry, code_of_input, suggest_code
from models.domain.vocabularies import COUNTRY


def is_one_country(part: Any) -> Any:
    """Whether a text is a country's code or name, and no other's."""
    try:
        return bool(code_of_input(part.removeprefix("!")))
    except UnclearCountry:
        return False


class CountriesParameter(CodesParameter):
    """Countries, by any of their codes or names, in any spelling."""

    def __init__(self, **more: Any) -> None:
        super().__init__(COUNTRY, **more)

    def split_values(self, text: str) -> Any:
        """A comma with a space behind it may stand within a name: `Congo, Dem. Rep.` is one where its parts are not two."""
        parts = []
        for part in text.split(","):
            whole = f"{parts[-1]},{part}" if parts and part.startswith(" ") else ""
            if whole and is_one_country(whole) and not (is_one_country(parts[-1]) and is_one_country(part.strip())):
                parts[-1] = whole
            else:
                parts.append(part)
        return [part.strip() for part in parts]

    def read_one(self, part: Any) -> Any:
        try:
            return code_of_input(part)
        except UnclearCountry as reason:
            if not reason.codes:
                raise not_accepted(part, COUNTRY.codes, suggest_code(part), "/v1/vocabularies/country") from None
            raise InvalidValue(str(reason), reason.codes, reason.codes[0] if len(reason.codes) == 1 else None) from None
