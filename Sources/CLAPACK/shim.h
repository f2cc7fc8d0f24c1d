// LAPACKE and CBLAS as one C module. Not an API: only the target LinearAlgebra imports it.
#pragma once
#include <lapacke.h>
#include <cblas.h>
