"""The domain without a database: claims and the rules that resolve them, dates, vocabularies, countries, limits."""
