"""YAML files with checked entries, as corpora and mappings have them."""
