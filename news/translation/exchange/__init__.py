"""Exchange: translations as XLIFF 2.0 files, for translators who work with tools of their own."""
