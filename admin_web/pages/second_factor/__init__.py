"""A second factor besides the password: set up, used, ended."""
