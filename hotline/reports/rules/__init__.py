"""What a figure is, the catalogue of figures, periods and balance checks: pure."""
