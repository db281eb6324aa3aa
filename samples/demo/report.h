/* Output of the demo: numbered scenes, measured facts, and failed expectations. */
#ifndef DEMO_REPORT_H
#define DEMO_REPORT_H

/* Begins the next scene. */
void scene(const char *title);

/* One sentence below the present scene. */
void fact(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The story ends here, with exit code 1, unless `happened`; the text says what should have been. */
void expect(int happened, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The number of scenes begun. */
int scenes_begun(void);

/* Milliseconds of a clock that never jumps; only differences mean anything. */
double now_ms(void);

#endif
