# The Ruby binding: its generated file and its tests.

RUBY = ruby
RUBY_BINDING := env VCE_LIBRARY=$(QUOTED_BUILD)/libvce.so sh compat/ruby/test/run.sh "$(RUBY)"

API_EMITTERS += ruby:compat/ruby/lib/vce/raw.rb
BINDING_TESTS += \
  ruby/binding=$(call quote,$(RUBY_BINDING) raw numbers connections server callbacks handlers handover broadcast loop shutdown unix memory)
PLAIN_TESTS += \
  ruby/install=$(call quote,$(RUBY_BINDING) install)
TEST_EXTRAS += $(BUILD)/libvce.so
