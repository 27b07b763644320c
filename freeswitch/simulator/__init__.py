"""The simulated switch: speaks FreeSWITCH's event socket, so that everything runs without telephones."""
