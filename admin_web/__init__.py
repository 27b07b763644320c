"""The staff's web: shows records and calls the verbs. It uses Flask."""
