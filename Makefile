# Short names for `python3 dev.py …`, which does the work on every system.
PYTHON ?= python3

.PHONY: run test faults bench screenshot
run test faults bench screenshot:
	$(PYTHON) dev.py $@
