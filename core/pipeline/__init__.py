"""One pure module per step: which slots, what request, what the answer means. Nothing here waits or writes."""
