# While somebody guesses orders: what buyers read.

check-first = Just two seconds: somebody is trying other people's orders right now, so I run a quick check on your side. No need to type anything again, I go on by myself.
refused-check-first = There is a quick automatic check before I look up orders just now. One moment, please.
