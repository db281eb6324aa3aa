# Programs that are printed or shipped, tried as a reader would.

TEST_EXTRAS += $(addprefix $(BUILD)/samples/,two_loops custom_parser metrics)
PLAIN_TESTS += api/printed_servers='$(PYTHON) -B tests/api/printed_servers.py . $(BUILD)'
