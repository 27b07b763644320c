"""Jobs of reports: what the clock asks for, and the making of what was asked for."""
