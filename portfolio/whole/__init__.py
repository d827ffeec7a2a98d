"""The portfolio as a whole: where each process stands, what it asks, and what all of them cost and need together."""
