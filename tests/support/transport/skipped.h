/* Tests that make no sense with a layer below the records; `make TRANSPORT=test` names them. */
#ifndef TESTS_SUPPORT_TRANSPORT_SKIPPED_H
#define TESTS_SUPPORT_TRANSPORT_SKIPPED_H

#include <stddef.h>

#include <cmocka.h>

/* As cmocka_run_group_tests_name(); those that are listed in skipped.c are skipped. */
int run_on_transport(const char *group, const struct CMUnitTest *tests, size_t count);

#endif
