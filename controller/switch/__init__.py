"""Events and commands of the switch; the rest of the controller uses only `port`."""
