"""Any table, told by a mapping; and a first mapping, suggested by a look at the table."""
