# The Node binding: its generated files and its tests, which run in a copy that has koffi beside it.

NODE_FOLDER := $(abspath $(BUILD))/node
NODE_BINDING := env VCE_LIBRARY=$(abspath $(BUILD))/libvce.so VCE_MODEL=$(abspath compat/api/model.json) \
  sh compat/node/test/run.sh $(NODE_FOLDER)

API_EMITTERS += node:compat/node/lib/raw.js node:compat/node/lib/raw.d.ts
PLAIN_TESTS += \
  node/binding='$(NODE_BINDING) raw arguments connections server callbacks loop types' \
  node/install='$(NODE_BINDING) install'
TEST_EXTRAS += $(BUILD)/libvce.so prepare-node

.PHONY: prepare-node
prepare-node:
	$(say) NPM $(NODE_FOLDER)
	$(Q)sh compat/node/test/prepare.sh $(NODE_FOLDER)
