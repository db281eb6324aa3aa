/*
 * arguments.h - numbers of command lines.
 */
#ifndef ARENA_ARGUMENTS_H
#define ARENA_ARGUMENTS_H

/* Ends the program with status 2 and a message if `text` is not a number from `least` to `most`. */
int number_of(const char *text, int least, int most);

#endif
