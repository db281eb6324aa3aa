# The Node binding: its generated files and its tests, which run in a copy that has koffi beside it.

NODE_FOLDER := $(BUILD_PATH)/node
NODE_BINDING := env VCE_LIBRARY=$(QUOTED_BUILD)/libvce.so \
  VCE_MODEL=$(call quote,$(CURDIR)/compat/model/model.json) \
  sh compat/node/test/run.sh $(call quote,$(NODE_FOLDER))

API_EMITTERS += node:compat/node/lib/raw.js node:compat/node/lib/raw.d.ts
BINDING_TESTS += \
  node/binding=$(call quote,$(NODE_BINDING) raw arguments connecting connections server \
    broadcast writable callbacks loop shutdown unix readme types)
PLAIN_TESTS += \
  node/install=$(call quote,$(NODE_BINDING) install) \
  node/links=$(call quote,$(NODE_BINDING) links)
TEST_EXTRAS += $(BUILD)/libvce.so prepare-node

.PHONY: prepare-node
prepare-node:
	$(say) NPM $(call quote,$(NODE_FOLDER))
	$(Q)sh compat/node/test/prepare.sh $(call quote,$(NODE_FOLDER))
