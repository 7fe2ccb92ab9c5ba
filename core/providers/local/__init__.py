"""Local makers: every step of a film without a key, a network or a cent."""
