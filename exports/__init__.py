"""Records out as tables that a spreadsheet or another program reads: Excel, CSV or JSON."""
