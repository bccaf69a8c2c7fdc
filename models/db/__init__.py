"""The database: its URL, dialect and connections, prepared statements, bulk writes, and the indexes of text and space."""
