"""dujiao-next for the tests: what of the program can be seen over HTTP, in memory."""
