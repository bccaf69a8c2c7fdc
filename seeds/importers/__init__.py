"""One small mapper a dataset. To add a dataset, write a module with a `read(path)` that returns a Batch and list it here."""

from seeds.importers import corpus

IMPORTERS = {"corpus": corpus.read}
"""By name, what reads a dataset's files. `corpus` is our own YAML, claim by claim."""
