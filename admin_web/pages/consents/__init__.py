"""Second consents to what concerns discipline inspectors."""
