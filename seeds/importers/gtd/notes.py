"""What GTD says of an attack that has no property of its own: the sentences of the note.

To keep a column more, add it to FLAGS with the value that is told, to COUNTS (a zero is not told) or to TEXTS.
"""

from typing import Any

from seeds.files.row import Row

NO, YES = ("0", "0.0"), ("1", "1.0")

FLAGS = {
    "success": (NO, "The attack was unsuccessful."),
    "doubtterr": (YES, "It is doubted that it was terrorism."),
    "extended": (YES, "It lasted more than a day."),
    "multiple": (YES, "It was one of several connected attacks."),
    "claimed": (YES, "Responsibility was claimed."),
    "ransom": (YES, "Ransom was demanded."),
}
COUNTS = {
    "nperps": "Perpetrators",
    "nkillter": "Perpetrators killed",
    "nwoundte": "Perpetrators injured",
    "nhostkid": "Hostages and kidnapped",
}
TEXTS = {
    "approxdate": "Date",
    "resolution": "End",
    "location": "Place",
    "alternative_txt": "What it may have been",
    "attacktype2_txt": "Second type",
    "attacktype3_txt": "Third type",
    "weapdetail": "Weapons",
    "motive": "Motive",
    "claimmode_txt": "Claimed by",
    "hostkidoutcome_txt": "End of the hostage-taking",
    "propextent_txt": "Damage to property",
    "addnotes": "More",
    "dbsource": "Collected by",
}


def note_of(row: Row) -> Any:
    """All of these that a row has, or None."""
    flags = [sentence for column, (values, sentence) in FLAGS.items() if row.text(column) in values]
    counts = [f"{label}: {text.removesuffix('.0')}." for column, label in COUNTS.items() if (text := row.text(column)) and text not in NO]
    texts = [f"{label}: {text.rstrip('.')}." for column, label in TEXTS.items() if (text := row.text(column))]
    return " ".join(flags + counts + texts) or None
