"""The only part that waits, pays, retries and writes."""
