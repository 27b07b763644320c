"""One folder an area; no page knows another."""
