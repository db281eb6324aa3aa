# What stubs in C and C++ do, in three language modes; the first also shows that they are memory-safe.

GEN_C = $(PYTHON) -B tests/gen/c/run.py --cc $(CC) --cxx $(CXX) --library $(BUILD)/libvce.a

PLAIN_TESTS += \
  gen/c-gnu89='$(GEN_C) --mode gnu89 --sanitize $(BUILD)/gen/gnu89' \
  gen/c-gnu11='$(GEN_C) --mode gnu11 $(BUILD)/gen/gnu11' \
  gen/c++17='$(GEN_C) --mode c++17 $(BUILD)/gen/c++17' \
  gen/c-warnings='$(PYTHON) -B tests/gen/c/language_modes.py $(BUILD)/gen/warnings gcc clang'

# The other outputs; Python stubs need the library that their package loads.
GEN_OTHERS = env VCE_LIBRARY=$(QUOTED_BUILD)/libvce.so \
  MYPY_CACHE_DIR=$(QUOTED_BUILD)/gen/mypy $(PYTHON) -B

PLAIN_TESTS += \
  gen/python-stubs=$(call quote,$(GEN_OTHERS) tests/gen/test_python_stubs.py) \
  gen/python-modules=$(call quote,$(GEN_OTHERS) tests/gen/test_python_modules.py) \
  gen/wireshark=$(call quote,$(GEN_OTHERS) tests/gen/test_wireshark.py) \
  gen/wireshark-settings=$(call quote,$(GEN_OTHERS) tests/gen/test_wireshark_settings.py) \
  gen/reference=$(call quote,$(GEN_OTHERS) tests/gen/test_reference.py)
TEST_EXTRAS += $(BUILD)/libvce.so

# The worked example of vce_moving(7).
PLAIN_TESTS += gen/moving='sh tests/gen/moving.sh vce.h $(BUILD)/libvce.a'
