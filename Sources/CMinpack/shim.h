// MINPACK in C. Not an API: only the target Fitting imports it.
//
// The folder stands in the path, so that neither headers nor linker need pkg-config.
#pragma once
#include <cminpack-1/cminpack.h>
