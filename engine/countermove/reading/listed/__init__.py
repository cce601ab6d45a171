"""What readers of sanctions lists share: rows that make one entry, numbers in text, and the facts of a listed ship, company or person."""
