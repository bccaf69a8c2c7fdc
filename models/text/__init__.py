"""Text as it is searched: tokens, the search grammar, spelling."""
