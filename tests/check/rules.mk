# Checks of texts. `make check` runs them.

CHECK_EXTRAS += check-texts

.PHONY: check-texts version
check-texts:
	@echo "citations:"
	$(Q)$(PYTHON) -B tests/check/citations.py .
	@echo "version:"
	$(Q)$(PYTHON) -B tests/check/version.py
	@echo "statements:"
	$(Q)$(PYTHON) -B tests/check/statements.py .

# After the version was changed in vce.h.
version:
	$(Q)$(PYTHON) -B tests/check/version.py --write
