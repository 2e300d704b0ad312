use numpy::{PyReadonlyArray1, PyReadwriteArray1};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyBufferError;
use pyo3::prelude::*;

extern "C" {
    #[link_name = "add"]
    fn c_add(a: i32, b: i32) -> i32;
    #[link_name = "multiply"]
    fn c_multiply(a: f64, b: f64) -> f64;
    #[link_name = "add_arrays"]
    fn c_add_arrays(a: *const i32, b: *const i32, result: *mut i32, n: usize);
}

/// NumPy's arrays.
type Input<'py> = PyReadonlyArray1<'py, i32>;
type Output<'py> = PyReadwriteArray1<'py, i32>;

/// Whatever else has a buffer; one that is not contiguous (or read-only) is an error.
type Buffer = PyBuffer<i32>;

fn elements(buffer: &Buffer) -> PyResult<*mut i32> {
    let elements = buffer.as_slice_ptr().ok_or_else(refused)?;
    Ok(elements.as_ptr().cast())
}

fn refused() -> PyErr {
    PyBufferError::new_err("the buffer is not contiguous, or cannot be written")
}

#[pymodule]
mod pyo3_kernels {
    use super::*;

    #[pyfunction]
    fn add(a: i32, b: i32) -> i32 {
        unsafe { c_add(a, b) }
    }

    #[pyfunction]
    fn multiply(a: f64, b: f64) -> f64 {
        unsafe { c_multiply(a, b) }
    }

    #[pyfunction]
    fn add_arrays(a: Input, b: Input, mut result: Output) -> PyResult<()> {
        let (a, b, result) = (a.as_slice()?, b.as_slice()?, result.as_slice_mut()?);
        unsafe { c_add_arrays(a.as_ptr(), b.as_ptr(), result.as_mut_ptr(), a.len()) };
        Ok(())
    }

    #[pyfunction]
    fn add_arrays_released(py: Python, a: Input, b: Input, mut result: Output) -> PyResult<()> {
        let (a, b, result) = (a.as_slice()?, b.as_slice()?, result.as_slice_mut()?);
        py.detach(|| unsafe { c_add_arrays(a.as_ptr(), b.as_ptr(), result.as_mut_ptr(), a.len()) });
        Ok(())
    }

    #[pyfunction]
    fn add_buffers(a: Buffer, b: Buffer, result: Buffer) -> PyResult<()> {
        let (first, second) = (elements(&a)?, elements(&b)?);
        let sums = elements(&result).and_then(|sums| {
            if result.readonly() {
                Err(refused())
            } else {
                Ok(sums)
            }
        })?;
        unsafe { c_add_arrays(first, second, sums, a.item_count()) };
        Ok(())
    }
}
