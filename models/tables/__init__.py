"""The schema: a module for each group of tables, all of them in `schema`."""
