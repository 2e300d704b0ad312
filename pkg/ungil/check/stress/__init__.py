"""The stress: every function called from several threads, with valid arguments, without Python.

driver      the generated C: how to draw arguments for each function and call it
stress.h    the fixed C: random numbers, exact arrays, threads, rounds
build       both builds of the driver: thread sanitizer, address and undefined behaviour
runner      a process a function, with a time limit
reports     what sanitizers print, as diagnostics

A race is found where it happens in a run; what no run meets is not found.
"""
