"""Rules as queries over the tables of facts: each rule is one query that returns the numbers of the facts it matches."""
