"""The engine's ports in memory, for one process: for unit and flow tests, and for trying things out."""
