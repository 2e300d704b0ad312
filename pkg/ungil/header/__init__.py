"""Reads annotated C headers into the model (`ungil.interface`).

lexer          text to tokens, comments and directives
preprocessor   includes, conditionals and macros: one list of tokens
declarations   tokens to declarations
cleaner        the notation's words out of declarations
syntax         pycparser on what is left: plain C
types          typedefs, structs and enums
type_names     what an expression may name, types inside `sizeof` among it
prototypes     functions as C declares them, with the words at each `*`
handles        which structs are handles
forms          how each parameter and result is passed
functions      functions of the model
checks         what must hold across declarations; function_checks, defaults: within one
reader         all of it, in order
"""

from ungil.header.reader import Reading, read

__all__ = ["Reading", "read"]
