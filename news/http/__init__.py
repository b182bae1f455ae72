"""What every HTTP interface shares: problems, pagination, request ids, conditional answers."""
