"""Word lists of the analyzers, a module a language, each group with its reason."""
