"""Who may do what: accounts, signing in, roles per kommune, and the log of what was done."""
