"""What the screens share: language, formats, fields, charts, state and the shell. Pages import from here."""
