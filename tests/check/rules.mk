# Checks of texts. `make check` runs them.

CHECK_EXTRAS += check-texts

.PHONY: check-texts
check-texts:
	@echo "citations:"
	$(Q)$(PYTHON) -B tests/check/citations.py .
	@echo "statements:"
	$(Q)$(PYTHON) -B tests/check/statements.py .
