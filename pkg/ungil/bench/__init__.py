"""The bench: what each function's calls cost, and which lock policy suits them.

variants     the project's interface with each function bound several times, once a policy
build        those variants as an extension module, of the project's own C
evaluation   lengths and conditions of the header, computed in Python
arguments    what a function is called with
timing       calls of all variants in turns
company      the same calls beside other threads
worker       one function's measurement, in a process of its own
runner       those processes, one after the other
results      what was measured, in memory and as JSON
advice       the policy that suits a function, and why
comparison   results against earlier ones
report       all that as text
"""
