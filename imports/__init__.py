"""Files in: CSV, Excel and exports of participation platforms → checked rows with a report. No records, no screens."""
