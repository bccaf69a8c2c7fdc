"""Query-string types of countries."""

from api.parameters.base import Codes, Invalid, not_one_of
from models.domain.country_names import Unclear, hint, meant
from models.domain.vocabularies import COUNTRY


def is_one(part):
    """Whether a text is a country's code or name, and no other's."""
    try:
        return bool(meant(part.removeprefix("!")))
    except Unclear:
        return False


class Countries(Codes):
    """Countries, by any of their codes or names, in any spelling."""

    def __init__(self, **more):
        super().__init__(COUNTRY, **more)

    def parted(self, text):
        """A comma with a space behind it may stand within a name: `Congo, Dem. Rep.` is one where its parts are not two."""
        parts = []
        for part in text.split(","):
            whole = f"{parts[-1]},{part}" if parts and part.startswith(" ") else ""
            if whole and is_one(whole) and not (is_one(parts[-1]) and is_one(part.strip())):
                parts[-1] = whole
            else:
                parts.append(part)
        return [part.strip() for part in parts]

    def read_one(self, part):
        try:
            return meant(part)
        except Unclear as reason:
            if not reason.codes:
                raise not_one_of(part, COUNTRY.codes, hint(part), "/v1/vocabularies/country") from None
            raise Invalid(str(reason), reason.codes, reason.codes[0] if len(reason.codes) == 1 else None) from None
