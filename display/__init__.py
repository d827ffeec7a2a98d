"""What a reader sees of figures, on screens and on paper alike: language, words for codes, formats, pictures."""
