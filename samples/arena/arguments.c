#include "arguments.h"
#include <stdio.h>
#include <stdlib.h>

int number_of(const char *text, int least, int most) {
  char *end;
  long number = strtol(text, &end, 10);
  if (end == text || *end != '\0' || number < least || number > most) {
    fprintf(stderr, "not a number from %d to %d: %s\n", least, most, text);
    exit(2);
  }
  return (int)number;
}
