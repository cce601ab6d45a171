"""What a rule is: conditions, clauses, rules, parameters, instruments, actions, and the rulebook that holds them. No I/O, no engine."""
