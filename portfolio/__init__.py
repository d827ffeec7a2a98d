"""The records and their rules: processes, scenarios, requests, decisions, the ten steps, and who did what.

Nothing here knows the screens. Rules live one concept a file; everything that speaks SQL lives in ``portfolio.store``.
"""

APP_VERSION = "0.1.0"
