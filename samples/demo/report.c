#define _POSIX_C_SOURCE 200809L
#include "report.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int scenes;

void scene(const char *title) {
  printf("\n%d. %s\n", ++scenes, title);
  fflush(stdout);
}

void fact(const char *format, ...) {
  va_list args;
  printf("   ");
  va_start(args, format);
  vprintf(format, args);
  va_end(args);
  printf("\n");
  fflush(stdout);
}

void expect(int happened, const char *format, ...) {
  if (happened)
    return;
  va_list args;
  printf("   This did not happen: ");
  va_start(args, format);
  vprintf(format, args);
  va_end(args);
  printf("\n\nThe demo failed in scene %d.\n", scenes);
  exit(1);
}

int scenes_begun(void) { return scenes; }

double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}
