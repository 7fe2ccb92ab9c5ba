"""Measurements that `make bench` runs: ratios taken side by side, never bare seconds."""
