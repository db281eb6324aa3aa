# Scripts: programs that are printed or shipped, tried as a reader would.

PLAIN_TESTS += \
  $(if $(EVENT_STATIC),behaviour/old_build='sh tests/behaviour/old_build.sh vce.h $(BUILD)/libvce.a') \
  behaviour/installed_samples='bash tests/behaviour/installed_samples.sh .' \
  behaviour/installed_folders='bash tests/behaviour/installed_folders.sh .' \
  behaviour/metrics_sample='$(PYTHON) -B tests/behaviour/metrics_sample.py $(BUILD)/samples/metrics' \
  behaviour/printed_servers='$(PYTHON) -B tests/behaviour/printed_servers.py . $(BUILD)'
TEST_EXTRAS += $(addprefix $(BUILD)/samples/,two_loops custom_parser metrics)
# Several tests install: side by side they are not to make the pages.
TEST_EXTRAS += $(DOCS)
