"""The jobs, with time in the test's hand."""
