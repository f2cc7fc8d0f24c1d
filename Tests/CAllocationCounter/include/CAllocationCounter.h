// Counts what the calling thread allocates, by standing in front of the C library's allocator. For tests only.
#pragma once

/// Starts counting in this thread from zero.
void allocationCounterStart(void);

/// Stops counting and returns how often this thread has allocated since the start.
long allocationCounterStop(void);
