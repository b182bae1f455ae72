"""Who may approve what: roles, review tasks, approvals."""
