# Answers that a language model wrote from the FAQ: the buyer knows, and a person is near.
grounded-mark = 🤖 Put together automatically. Tap below for the full text, or for a person if it's not right.
