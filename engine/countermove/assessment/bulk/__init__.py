"""Assessment over tables: the database counts the cases, and each distinct case is weighed once, by the same arithmetic as elsewhere."""
