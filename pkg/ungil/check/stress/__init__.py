"""The stress: every function called from several threads, with valid arguments, without Python.

driver      the generated C: how to draw arguments for each function and call it
arguments   C expressions for it: sizes, random values
calls       one call in it, and what a caller does afterwards
stocks      which functions make what handles stand for
callbacks   C functions in the place of Python's callables
stress.h    the fixed C: threads and rounds; drawing.h: random numbers, exact arrays;
            objects.h: what handles stand for; ending.c: processes without a good end
build       both builds of the driver: thread sanitizer, address and undefined behaviour
runner      a process a function, with a time limit
reports     what sanitizers print, as diagnostics

A race is found where it happens in a run; what no run meets is not found.
"""
