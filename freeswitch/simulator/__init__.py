"""A simulated switch that speaks FreeSWITCH's event socket, so that everything runs without telephones."""
