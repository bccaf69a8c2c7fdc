"""One small mapper a dataset. To add a dataset, write a module with an IMPORTER and list it here."""

from seeds.importers import acled, gtd, ucdp_ged

IMPORTERS = {each.IMPORTER.dataset["id"]: each.IMPORTER for each in (ucdp_ged, acled, gtd)}
"""By dataset, what reads its files."""
