"""One file an engine. What a file holds is said in `benchmarks.workload`."""
