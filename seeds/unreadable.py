"""What a reader of files raises."""


class Unreadable(Exception):
    """A file that cannot be read as what it seems to be, with the reason."""
