"""What the switch says and wants; the rest of the controller knows only `port`."""
