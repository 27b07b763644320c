"""What the hotline says about law and procedure, as data that an administrator edits, and what follows from it."""
