"""Figures of the service: how they are counted, the board, the day."""
