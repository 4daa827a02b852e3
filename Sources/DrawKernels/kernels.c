#include "kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

uint32_t mingcha_kernels(void) {
  uint32_t a, b, c, d, found = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return 0;
  uint32_t low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  if (b & bit_SHA) found |= 1;
  if ((low & 0x06) == 0x06 && (b & bit_AVX2)) found |= 2;
  uint32_t wide = bit_AVX512F | bit_AVX512BW | bit_AVX512VL;
  if ((low & 0xE6) == 0xE6 && (b & wide) == wide) found |= 4;
  return found;
}
#else
uint32_t mingcha_kernels(void) { return 0; }
#endif
