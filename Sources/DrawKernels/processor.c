#include "kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

uint32_t mingcha_processor(void) {
  uint32_t a, b, c, d, low, high, found = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const uint32_t few = bit_SSSE3 | bit_SSE4_1;
  const int isSaving = (c & bit_OSXSAVE) != 0, hasFew = (c & few) == few;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  if (hasFew && (b & bit_SHA)) found |= MINGCHA_SHA;
  if (!isSaving) return found;
  // Wide registers count only if the operating system saves them.
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 0x06) == 0x06 && (b & bit_AVX2)) found |= MINGCHA_AVX2;
  const uint32_t wide = bit_AVX512F | bit_AVX512BW | bit_AVX512VL;
  if ((low & 0xE6) == 0xE6 && (b & wide) == wide) found |= MINGCHA_AVX512;
  return found;
}
#else
uint32_t mingcha_processor(void) { return 0; }
#endif
