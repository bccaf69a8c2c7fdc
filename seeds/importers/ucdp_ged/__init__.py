"""UCDP Georeferenced Event Dataset (GED)."""
