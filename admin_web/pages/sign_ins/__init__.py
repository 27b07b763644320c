"""Where a person is signed in, and how he ends it."""
