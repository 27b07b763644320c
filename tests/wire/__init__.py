"""The event socket: real sockets on loopback."""
