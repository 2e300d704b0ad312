"""my-proj: what cdefs/ declares and csrc/ defines, as Python functions."""

from ._native import *
