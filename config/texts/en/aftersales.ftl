# After the sale, for buyers.

keys-replaced = Thanks for your patience. Here is a new key for order { $number } in place of { $bad }. Tap it to copy:
