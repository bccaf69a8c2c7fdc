"""What the sheets of workbooks and the layers of maps share: rows without the empty cells after the last, and which sheet is meant."""

from seeds.errors import UnreadableFile, suggestion


class SheetRow(list):
    """The texts of a row, which end with the last cell that holds anything, as those of a sheet are stored."""


def others_remark(number: int) -> str:
    return f"{number} more sheet{'s' if number > 1 else ''} with rows not read"


def sheet_place(sheet: str, names: list[str]) -> int:
    """The place, from 0, of a sheet that is said by its name, in any case, or by its number from 1. Raises UnreadableFile."""
    known = {name.strip().casefold(): place for place, name in enumerate(names)}
    place = known.get(sheet.strip().casefold(), int(sheet) - 1 if sheet.isdecimal() else -1)
    if not 0 <= place < len(names):
        raise UnreadableFile(f"there is no sheet {sheet!r}{suggestion(sheet, names)}; there are {', '.join(names)}")
    return place
