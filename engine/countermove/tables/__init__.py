"""Facts as rows of typed tables, for when there are too many of them for objects. Nothing outside this folder knows the database."""
