"""The kill test: a real process, really killed, while buyers and agents go on talking; then everything is counted."""
