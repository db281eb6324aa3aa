/* Stand-ins for what the edition of 2004 has for circuits. C and C++. */
#ifndef TESTS_GEN_C_CIRC_H
#define TESTS_GEN_C_CIRC_H

typedef struct {
  int number;
} circ_t;

#ifdef __cplusplus
extern "C" {
#endif
int vce_circ_is_equal(circ_t c1, circ_t c2);
char *vce_circ_get_remote_addr_string(circ_t c, char *s, int max);
#ifdef __cplusplus
}
#endif

#endif
