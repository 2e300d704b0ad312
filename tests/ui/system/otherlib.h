/* A library's own header: the C compiler reads it, ungil does not. */
#ifndef OTHERLIB_H
#define OTHERLIB_H

#define OTHER_API
#define OTHER_EXTERN extern
#define OTHER_CALL
#define OTHER_NOTHROW
#define OTHER_MACRO 12

struct THING;

typedef struct {
    double y;
    int x;
} partly;
typedef struct {
    int inside;
} hidden;
typedef short handle_number;

#endif
