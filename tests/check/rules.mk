# Checks of texts. `make check` runs them.

CHECK_EXTRAS += check-citations

.PHONY: check-citations
check-citations:
	@echo "citations:"
	$(Q)$(PYTHON) -B tests/check/citations.py .
