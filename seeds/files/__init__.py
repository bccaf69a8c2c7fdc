"""Tables out of files: CSV, xlsx, JSON, archives; and the files of rejected rows."""
