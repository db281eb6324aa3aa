# The API model and the generated files of the bindings. A binding adds LANGUAGE:FILE to API_EMITTERS.

# Whether the header is complete is what `make docs` tells; without HTML, Doxygen's warnings are wrong.
$(BUILD)/api/xml/index.xml: vce.h Doxyfile
	$(say) DOXYGEN vce.h
	@mkdir -p $(@D)
	$(Q){ cat Doxyfile; printf '%s\n' 'OUTPUT_DIRECTORY = $(BUILD)/api' 'GENERATE_HTML = NO' \
	  'WARN_LOGFILE = /dev/null' 'WARN_AS_ERROR = NO'; } | doxygen -

.PHONY: api check-api
api: deps-docs
	@+$(MAKE) --no-print-directory $(BUILD)/api/xml/index.xml
	$(Q)$(PYTHON) -B compat/model/renew.py --cc "$(CC)" $(BUILD)/api/xml $(API_EMITTERS)

check-api: $(BUILD)/api/xml/index.xml
	@echo "API model and generated bindings:"
	$(Q)$(PYTHON) -B compat/model/renew.py --check --cc "$(CC)" $(BUILD)/api/xml $(API_EMITTERS)
	$(Q)$(PYTHON) -B compat/model/check_model.py compat/model/model.json tests/check/2015.json

CHECKS += check-api
