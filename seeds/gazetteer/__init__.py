"""Countries and places, as paths of locations."""
