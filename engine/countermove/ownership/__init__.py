"""What is blocked or frozen through its owners, worked out over the whole graph of stakes by each authority's own test."""
