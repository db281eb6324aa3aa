# make foreign: unit tests, vectors, conformance and tests of the interface as other machines see them,
# under qemu-user.
#
# arm64 has a char without a sign, s390x has the other order of bytes, too. Not part of `make test`: it
# takes cross compilers, and packages of the other architectures, which are unpacked below build/foreign.
# FOREIGN=arm64 does one of them. What the emulator cannot show is named in tests/foreign/unsupported. The
# model is not tried: it asks the kernel with TCP_INFO how many peers wait, and qemu-user takes all that TCP
# tells for one int.

FOREIGN = arm64 s390x
FOREIGN_TUPLE_arm64 := aarch64-linux-gnu
FOREIGN_TUPLE_s390x := s390x-linux-gnu
FOREIGN_QEMU_arm64  := qemu-aarch64
FOREIGN_QEMU_s390x  := qemu-s390x

FOREIGN_TESTS = $(patsubst tests/%,%,$(basename $(UNIT_SOURCES) $(C_TEST_SOURCES)))
FOREIGN_ROOT = build/foreign/sysroot-$*/usr
FOREIGN_LIBRARIES = $(FOREIGN_ROOT)/lib/$(FOREIGN_TUPLE_$*)
FOREIGN_INCLUDES = -isystem $(FOREIGN_ROOT)/include -isystem $(FOREIGN_ROOT)/include/$(FOREIGN_TUPLE_$*)

.PHONY: foreign deps-foreign
deps-foreign:
	@sh tests/check/deps.sh foreign
foreign: $(addprefix foreign-,$(FOREIGN))

foreign-%: deps-foreign
	@echo "$*:"
	$(Q)sh tests/foreign/sysroot.sh $* build/foreign/sysroot-$*
	@+$(SUBMAKE) CROSS=$(FOREIGN_TUPLE_$*)- BUILD=build/foreign/$* \
	  EVENT_STATIC='$(FOREIGN_LIBRARIES)/libevent_extra.a $(FOREIGN_LIBRARIES)/libevent_core.a' \
	  CFLAGS='$(CFLAGS) $(FOREIGN_INCLUDES)' CXXFLAGS='$(CXXFLAGS) $(FOREIGN_INCLUDES)' \
	  LDFLAGS='$(LDFLAGS) -L$(FOREIGN_LIBRARIES)' $(FOREIGN_TESTS:%=build/foreign/$*/tests/%)
	$(Q)VCE_TEST_DATA=tests/conformance/data LIBRARIES=/usr/$(FOREIGN_TUPLE_$*)/lib:$(FOREIGN_LIBRARIES) \
	  sh tests/foreign/run.sh $(FOREIGN_QEMU_$*) /usr/$(FOREIGN_TUPLE_$*) build/foreign/$*/tests \
	  $(FOREIGN_TESTS)

# make bullseye: unit tests, the interface and conformance on Debian 11, whose glibc 2.31 is the oldest
# that the library is for. As root; the system is made below build/foreign, which takes some 700 MB. Not
# part of `make test`.

.PHONY: bullseye deps-bullseye
deps-bullseye:
	@sh tests/check/deps.sh bullseye
bullseye: deps-bullseye
	$(Q)sh tests/foreign/bullseye.sh build/foreign/bullseye --no-print-directory DEPS=no TEST_EXTRAS= \
	  SCRIPT_TESTS="behaviour/old_build='sh tests/behaviour/old_build.sh vce.h build/libvce.a'" test
