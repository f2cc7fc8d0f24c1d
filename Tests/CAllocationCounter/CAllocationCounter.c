#include "CAllocationCounter.h"

#include <stddef.h>

// glibc's own entry points, which stay reachable when malloc is defined elsewhere.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread int counting;
static __thread long count;

void allocationCounterStart(void) {
  count = 0;
  counting = 1;
}

long allocationCounterStop(void) {
  counting = 0;
  return count;
}

// Sanitizers have a malloc of their own, and cannot live with another; nothing is counted then.
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

void *malloc(size_t size) {
  if (counting) count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  if (counting) count++;
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  if (counting) count++;
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  if (counting) count++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  if (counting) count++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (counting) count++;
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : 12;
}

#endif
