"""What a caller hears and presses: flows as data, one small file a kind of node."""
