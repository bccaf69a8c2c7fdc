"""One small mapper a dataset. To add a dataset, write a module with an IMPORTER and list it here."""

from seeds.importers.acled import importer as acled
from seeds.importers.gtd import importer as gtd
from seeds.importers.ucdp_ged import importer as ucdp_ged

IMPORTERS = {each.IMPORTER.dataset["id"]: each.IMPORTER for each in (ucdp_ged, acled, gtd)}
"""By dataset, what reads its files."""
