// LAPACKE and CBLAS as one C module. Not an API: only the target LinearAlgebra imports it.
#pragma once
#include <lapacke.h>
#include <cblas.h>

// OpenBLAS exports this, but declares it in no header: ends the threads that it starts when it is loaded.
int blas_thread_shutdown_(void);
