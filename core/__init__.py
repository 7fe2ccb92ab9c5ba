"""core: the product. It knows no face; faces know only `core.studio`."""
