"""Files to hand over: what was asked and decided, written out in Word. Reads records and estimates, returns bytes."""
