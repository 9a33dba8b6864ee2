# While somebody guesses orders: what buyers read.

check-first = Just a few seconds: somebody is trying other people's orders right now, so a quick check runs first. Nothing to tap, nothing to type again: I go on by myself.
refused-check-first = There is a quick automatic check before I look up orders just now. One moment, please.
