/* module.h: the module's definition, and its PyInit.
 *
 * Stands last, once: needs UNGIL_INIT and `ungil_methods`. The author's headers come before it, so
 * it uses few names that are not its own.
 */
#ifndef UNGIL_MODULE_H
#define UNGIL_MODULE_H

#include "exec.h"

static PyModuleDef ungil_module = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = UNGIL_MODULE_NAME,
    .m_size = sizeof(ungil_module_state),
    .m_methods = ungil_methods,
    .m_slots = ungil_slots_3_11,
    .m_traverse = ungil_module_traverse,
    .m_clear = ungil_module_clear,
    .m_free = ungil_module_free,
};

PyMODINIT_FUNC UNGIL_INIT(void) {
    if (Py_Version >= 0x030D0000) {
        ungil_module.m_slots = ungil_slots_3_13;
    } else if (Py_Version >= 0x030C0000) {
        ungil_module.m_slots = ungil_slots_3_12;
    }
    return PyModuleDef_Init(&ungil_module);
}

#endif
