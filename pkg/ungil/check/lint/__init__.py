"""The thread-safety lint: which objects of static storage exported functions share, unguarded.

program     what C says, as far as the lint wants to know: objects, functions, accesses, calls
clang       libclang: finding it, its flags, C files to translation units
reader      a translation unit to the program; `statements` and `expressions` below it
pointers    what pointers may point to, across functions
locks       which locks are held where
reach       what exported functions reach, by which path, under which locks
rules       what of that is reported
libc        functions of the C library that are not thread-safe
symbols     the writable objects in object files, to be held against what the reader has seen
include/    headers that stand in for a compiler's own

It is a lint, not a proof: pointers that are kept on the heap are not followed.
"""
