"""The local writer: stages a person's own words and invents nothing."""
