# The Python binding: its generated file, its tests, and its types.

PYTHON_BINDING := env VCE_LIBRARY=$(QUOTED_BUILD)/libvce.so $(PYTHON) -B compat/python/tests/run.py

API_EMITTERS += python:compat/python/vce/raw.py
PLAIN_TESTS += \
  python/binding=$(call quote,$(PYTHON_BINDING) test_raw test_numbers test_connections test_server \
    test_callbacks test_handlers test_broadcast test_loop test_shutdown test_aio test_memory) \
  python/install=$(call quote,$(PYTHON_BINDING) test_install)
TEST_EXTRAS += $(BUILD)/libvce.so
CHECKS += check-python

.PHONY: check-python
check-python:
	@echo "types of the Python binding:"
	$(Q)cd compat/python && mypy --cache-dir $(QUOTED_BUILD)/mypy
