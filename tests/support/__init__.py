"""What the tests share: oracles, invented data, a real service, a real PostgreSQL."""
