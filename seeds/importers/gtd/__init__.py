"""Global Terrorism Database (GTD)."""
