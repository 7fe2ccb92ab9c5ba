"""Facts about models and voices, as rows."""
