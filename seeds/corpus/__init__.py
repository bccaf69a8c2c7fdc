"""A corpus: a directory of YAML files in which a person has coded documents, claim by claim."""
