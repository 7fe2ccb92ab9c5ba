"""The API: one module for each part of the product, each with its rows of the table (R38, R39)."""
