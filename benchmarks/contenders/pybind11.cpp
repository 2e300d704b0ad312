#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include "kernels.h"

namespace py = pybind11;
using namespace py::literals;

using array = py::array_t<int32_t, py::array::c_style>;

PYBIND11_MODULE(pybind11_kernels, m, py::mod_gil_not_used()) {
    m.def("add", &add, "a"_a, "b"_a);
    m.def("multiply", &multiply, "a"_a, "b"_a);
    m.def(
        "add_arrays",
        [](const array &a, const array &b, array &result) {
            add_arrays(a.data(), b.data(), result.mutable_data(), static_cast<size_t>(a.size()));
        },
        "a"_a.noconvert(), "b"_a.noconvert(), "result"_a.noconvert());
    m.def(
        "add_arrays_released",
        [](const array &a, const array &b, array &result) {
            int32_t *sums = result.mutable_data();
            py::gil_scoped_release released;
            add_arrays(a.data(), b.data(), sums, static_cast<size_t>(a.size()));
        },
        "a"_a.noconvert(), "b"_a.noconvert(), "result"_a.noconvert());
}
