"""What attackers try on the whole product, and what becomes of it.

test_guessing        order numbers and passwords, by one and by many
test_hostile_words   SQL, format strings and worse in every field
test_replayed_calls  a shop's calls, played again
test_lying_shop      a shop that answers garbage, slowly, or with another order

Each connector is attacked by itself in tests/contracts/shops, each channel's door in tests/conformance."""
