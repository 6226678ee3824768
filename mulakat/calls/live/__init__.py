"""The sockets themselves. Everything here may be lost with its process; what must last is a row."""
