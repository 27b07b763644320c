"""Tickets: their life, clocks, units, papers, search, and what is kept from most eyes."""
