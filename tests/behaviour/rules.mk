# Programs that are printed or shipped, tried as a reader would.

TEST_EXTRAS += $(addprefix $(BUILD)/samples/,two_loops custom_parser metrics)
PLAIN_TESTS += behaviour/printed_servers='$(PYTHON) -B tests/behaviour/printed_servers.py . $(BUILD)'
