"""Query-string parameters: their types, how they are parsed, and what is suggested for a wrong one."""
