"""The measured claims. Each `bench_*.py` prints one JSON line, with its peer from the same run beside it."""
