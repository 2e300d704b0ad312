#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include "kernels.h"

namespace nb = nanobind;
using namespace nb::literals;

using input = nb::ndarray<const int32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using output = nb::ndarray<int32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

NB_MODULE(nanobind_kernels, m) {
    m.def("add", &add, "a"_a, "b"_a);
    m.def("multiply", &multiply, "a"_a, "b"_a);
    m.def(
        "add_arrays",
        [](const input &a, const input &b, const output &result) {
            add_arrays(a.data(), b.data(), result.data(), a.shape(0));
        },
        "a"_a.noconvert(), "b"_a.noconvert(), "result"_a.noconvert());
    m.def(
        "add_arrays_released",
        [](const input &a, const input &b, const output &result) {
            nb::gil_scoped_release released;
            add_arrays(a.data(), b.data(), result.data(), a.shape(0));
        },
        "a"_a.noconvert(), "b"_a.noconvert(), "result"_a.noconvert());
}
