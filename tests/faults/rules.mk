# make torture: every call of the library made to fail in turn (QUICK=1: every 60th round).
# TORTUREFLAGS: see $(BUILD)/torture --help. With SANITIZE=address,undefined leaks are looked for, too.

TORTUREFLAGS =
TORTURE_QUICK := --every 60
TORTURE_SOURCES := $(wildcard tests/faults/*.c)
TORTURE_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(TORTURE_SOURCES) $(wildcard tests/support/*.c))
# Instrumentation, and what compilers and the C library make of harmless calls.
TORTURE_HARMLESS := ^shim_|^__(a|ub|t)san|^__sanitizer|^__gcov|^__isoc[0-9]*_|^__aarch64_|^__(mem|str|v?s)[a-z]*_chk$$

# The library's object, whose calls go to shim_NAME where shim_*.c have one. What else it needs from
# outside must be known to be unable to fail, or the torture would be blind to it.
$(BUILD)/torture-vce.o: $(BUILD)/libvce.a $(wildcard tests/faults/shim_*.c) tests/faults/harmless
	$(say) OBJCOPY $@
	$(Q)grep -ho 'shim_[a-z_0-9]*(' tests/faults/shim_*.c | sort -u | \
	  sed 's/shim_\(.*\)(/\1 shim_\1/' > $(BUILD)/torture-names
	$(Q)$(OBJCOPY) --redefine-syms=$(BUILD)/torture-names $(BUILD)/vce.o $@
	$(Q)$(NM) -u $@ | sed 's/^ *[Uw] //' | grep -vE '$(TORTURE_HARMLESS)' | \
	  grep -vxF -f tests/faults/harmless | sed 's/^/no shim, and not in tests\/faults\/harmless: /' | \
	  if grep .; then rm -f $@; exit 1; fi

$(BUILD)/torture: $(TORTURE_OBJECTS) $(BUILD)/torture-vce.o
	$(say) LINK $@
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

-include $(TORTURE_OBJECTS:.o=.d)

# For `make coverage`: a sample, and all faults of some calls in some scenarios, for what a sample
# reaches by chance only. Namespaces are needed.
COVERAGE_FAULTS := \
  lifecycle:pthread_atfork \
  lifecycle:listen \
  connect_blocking:setsockopt \
  connect_blocking:ppoll \
  connect_nonblocking:setsockopt \
  connect_nonblocking_by_name:any_descriptor \
  connect_nonblocking_by_name:epoll_create1 \
  connect_nonblocking_by_name:epoll_ctl \
  connect_nonblocking_by_name:pthread_atfork \
  fork_and_go_on:epoll_ctl \
  fork_and_look_up:any_descriptor \
  fork_while_looking_up:any_descriptor \
  fork_while_looking_up:any_memory \
  fork_while_looking_up:epoll_ctl \
  fork_while_looking_up:vce_malloc \
  echo_text:accept4 \
  echo_text:vce_malloc \
  log_to_file:send

.PHONY: torture-coverage
torture-coverage: $(BUILD)/torture
	$(Q)$(BUILD)/torture --every 200 > $(BUILD)/torture.log || { cat $(BUILD)/torture.log; exit 1; }
	$(Q)for pair in $(COVERAGE_FAULTS); do \
	  $(BUILD)/torture --scenario $${pair%:*} --call $${pair#*:} > $(BUILD)/torture.log || \
	  { cat $(BUILD)/torture.log; exit 1; }; done

.PHONY: torture
torture: deps
	@+$(SUBMAKE) $(BUILD)/torture
	$(Q)ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1:fast_unwind_on_fatal=1 \
	  UBSAN_OPTIONS=print_stacktrace=1 \
	  $(BUILD)/torture $(if $(QUICK),$(TORTURE_QUICK)) $(TORTUREFLAGS)
