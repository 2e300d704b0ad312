/* callback_records.h: arrays of structs that C hands to callbacks. */
#ifndef UNGIL_CALLBACK_RECORDS_H
#define UNGIL_CALLBACK_RECORDS_H

#include "callback.h"
#include "record_memory.h"

/* As ungil_callback_array() does, of structs: NumPy's wherever it is imported. */
UNGIL_CALL PyObject *ungil_callback_records(ungil_callbacks *callbacks,
                                            const ungil_signature *function,
                                            int index,
                                            ungil_array *array,
                                            const void *memory,
                                            bool reads,
                                            PyObject **block,
                                            const ungil_record *record) {
    const ungil_parameter *parameter = &function->parameters[index];
    ungil_state *state = ungil_state_of(callbacks->module);
    const Py_ssize_t length = ungil_callback_length(function, index, array, memory);
    if (length < 0) {
        return NULL;
    }
    *block = ungil_new_record_block(state, parameter, array, length, record);
    if (*block == NULL) {
        return NULL;
    }
    ungil_callback_fill(parameter, array, memory, reads, *block);
    if (!ungil_has_numpy(state)) {
        return PyMemoryView_FromObject(*block);
    }
    PyObject *dtype = ungil_own_dtype(state, record);
    return dtype == NULL ? NULL : ungil_ndarray_over(state, dtype, array, *block);
}

#endif
