"""Side by side with other engines: the same facts, the same rules, one run, one machine. `python -m benchmarks` writes docs/performance.md."""
