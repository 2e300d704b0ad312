/* Doc comments that hold what ends strings and comments elsewhere. */
#ifndef DOCUMENTED_H
#define DOCUMENTED_H

#include "ungil.h"

/** Prints """ and \"\"\" and '''; 100 % of them, %s and %n too.
 *
 *  A back\slash, \x41, \N{BULLET}, \u12, ??/ a trigraph, ends in \
 *  @param text  naïve — 文字, "quoted
 *  @return {braces} ${dollars} and "quotes" */
int quoted(int text);

/// "quoted" at both "ends"
int ends(void);

int undocumented(void);

#endif
