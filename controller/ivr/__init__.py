"""What a caller hears and presses: flows as data, one small file for each kind of node."""
