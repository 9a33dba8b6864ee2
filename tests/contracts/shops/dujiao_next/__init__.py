"""The dujiao-next connector against the program's interfaces, on the wire."""
