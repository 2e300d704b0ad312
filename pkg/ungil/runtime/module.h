/* module.h: the module's definition, and its PyInit.
 *
 * Stands last, once: needs UNGIL_INIT and `ungil_methods`. The author's headers come before it, so
 * it uses few names that are not its own.
 */
#ifndef UNGIL_MODULE_H
#define UNGIL_MODULE_H

#include "exec.h"

/* Slots that an interpreter does not know make it refuse the module, and one wheel serves them
 * all: the numbers are those of later headers than the limited API's, the table is chosen by the
 * interpreter that runs. ISO C knows no cast from a function to `void *`, hence uintptr_t. */
#define UNGIL_SLOT_EXEC {Py_mod_exec, (void *)(uintptr_t)ungil_exec}
#define UNGIL_SLOT_OWN_GIL                                                                         \
    {3, (void *)2}                       /* multiple_interpreters: PER_INTERPRETER_GIL_SUPPORTED   \
                                          */
#define UNGIL_SLOT_NO_GIL {4, (void *)1} /* gil: NOT_USED */
#define UNGIL_SLOT_END {0, NULL}

static PyModuleDef_Slot ungil_slots_3_11[] = {UNGIL_SLOT_EXEC, UNGIL_SLOT_END};
static PyModuleDef_Slot ungil_slots_3_12[] = {UNGIL_SLOT_EXEC, UNGIL_SLOT_OWN_GIL, UNGIL_SLOT_END};
static PyModuleDef_Slot ungil_slots_3_13[] = {UNGIL_SLOT_EXEC, UNGIL_SLOT_OWN_GIL,
                                              UNGIL_SLOT_NO_GIL, UNGIL_SLOT_END};

/* One a table: interpreters that import at the same time write to none of them. */
#define UNGIL_MODULE_DEF(slots)                                                                    \
    {                                                                                              \
        .m_base = PyModuleDef_HEAD_INIT,                                                           \
        .m_name = UNGIL_MODULE_NAME,                                                               \
        .m_size = sizeof(ungil_module_state),                                                      \
        .m_methods = ungil_methods,                                                                \
        .m_slots = slots,                                                                          \
        .m_traverse = ungil_module_traverse,                                                       \
        .m_clear = ungil_module_clear,                                                             \
        .m_free = ungil_module_free,                                                               \
    }

static PyModuleDef ungil_module_3_11 = UNGIL_MODULE_DEF(ungil_slots_3_11);
static PyModuleDef ungil_module_3_12 = UNGIL_MODULE_DEF(ungil_slots_3_12);
static PyModuleDef ungil_module_3_13 = UNGIL_MODULE_DEF(ungil_slots_3_13);

PyMODINIT_FUNC UNGIL_INIT(void) {
    return PyModuleDef_Init(Py_Version >= 0x030D0000   ? &ungil_module_3_13
                            : Py_Version >= 0x030C0000 ? &ungil_module_3_12
                                                       : &ungil_module_3_11);
}

#endif
