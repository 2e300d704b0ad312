"""What each policy of the interpreter lock is worth: `python -m benchmarks.policy`.

Kernel threads call a function for a while, beside threads of Python code or each other, under
`UNGIL_HOLD`, `UNGIL_RELEASE` and `UNGIL_AUTO`. docs/lock-policy.md discusses the figures.
"""
