"""How the app is served: headers, the index page, origin check, readiness, warm-up, and what happens on a fault."""
