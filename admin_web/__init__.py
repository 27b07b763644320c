"""The pages: shows records, takes the verbs of people. Flask lives only here."""
