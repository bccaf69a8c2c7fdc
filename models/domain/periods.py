"""Calendar periods by their names, such as `2011-Q4`."""


def quarter_of(day: str) -> str:
    """The quarter of an ISO day or month."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
