"""What a call into C costs, from ungil and from the other tools that make bindings.

`python -m benchmarks` builds every contender that is installed from the same C kernels with
the same flags, and times them in turns, in one run. One contender is one module in
`benchmarks.contenders`, with its source beside it.
"""
