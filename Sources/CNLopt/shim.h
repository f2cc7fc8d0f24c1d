// NLopt. Not an API: only the target ProcessDesign imports it.
#pragma once
#include <nlopt.h>
