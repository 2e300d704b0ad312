"""What `ungil check` looks for in a project. Nothing here takes part in a build.

compilation  the C files of a project, the flags that they are compiled with, their objects
definitions  functions that a built module leaves without a definition
declared     functions without a definition, headers that their own C does not include
stale        generated files that are not what would be written now
lint/        objects that threads share without a lock
stress/      a program that calls every function from several threads, under sanitizers
report       findings as text and as JSON; `sarif` for code hosts
"""
