"""Armed Conflict Location & Event Data (ACLED)."""
