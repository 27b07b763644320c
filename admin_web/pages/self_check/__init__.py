"""Pages: what GB/T 22239 (level 3) asks of an application, and how this house meets it."""
