#include "constants.h"
#include "message.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDTH 32
#define LANES 8
#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2")))
typedef uint32_t Vector_avx2 __attribute__((vector_size(32), aligned(32)));

// Crosses rows of words within every 128 bits first, then the 128 bits.
TARGET static void load_avx2(const uint8_t blocks[][64], Vector_avx2 words[16]) {
  const __m256i order = _mm256_broadcastsi128_si256(
      _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL));
  for (int half = 0; half < 2; half++) {
    __m256i crossed[8];
    for (int four = 0; four < 8; four += 4) {
      __m256i row[4];
      for (int one = 0; one < 4; one++)
        row[one] = _mm256_shuffle_epi8(
            _mm256_loadu_si256((const __m256i *)blocks[four + one] + half), order);
      const __m256i a = _mm256_unpacklo_epi32(row[0], row[1]);
      const __m256i b = _mm256_unpackhi_epi32(row[0], row[1]);
      const __m256i c = _mm256_unpacklo_epi32(row[2], row[3]);
      const __m256i d = _mm256_unpackhi_epi32(row[2], row[3]);
      crossed[four] = _mm256_unpacklo_epi64(a, c);
      crossed[four + 1] = _mm256_unpackhi_epi64(a, c);
      crossed[four + 2] = _mm256_unpacklo_epi64(b, d);
      crossed[four + 3] = _mm256_unpackhi_epi64(b, d);
    }
    for (int one = 0; one < 4; one++) {
      const __m256i upper = crossed[one], lower = crossed[one + 4];
      words[8 * half + one] = (Vector_avx2)_mm256_permute2x128_si256(upper, lower, 0x20);
      words[8 * half + one + 4] = (Vector_avx2)_mm256_permute2x128_si256(upper, lower, 0x31);
    }
  }
}
#include "lanes.inc"
#undef WIDTH
#undef LANES
#undef NAME
#undef TARGET

#define WIDTH 64
#define LANES 16
#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl"), min_vector_width(512)))
typedef uint32_t Vector_avx512 __attribute__((vector_size(64), aligned(64)));

TARGET static void load_avx512(const uint8_t blocks[][64], Vector_avx512 words[16]) {
  const __m512i order = _mm512_broadcast_i32x4(
      _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL));
  __m512i crossed[16];
#pragma clang loop unroll(full)
  for (int four = 0; four < 16; four += 4) {
    __m512i row[4];
    for (int one = 0; one < 4; one++)
      row[one] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[four + one]), order);
    const __m512i a = _mm512_unpacklo_epi32(row[0], row[1]);
    const __m512i b = _mm512_unpackhi_epi32(row[0], row[1]);
    const __m512i c = _mm512_unpacklo_epi32(row[2], row[3]);
    const __m512i d = _mm512_unpackhi_epi32(row[2], row[3]);
    crossed[four] = _mm512_unpacklo_epi64(a, c);
    crossed[four + 1] = _mm512_unpackhi_epi64(a, c);
    crossed[four + 2] = _mm512_unpacklo_epi64(b, d);
    crossed[four + 3] = _mm512_unpackhi_epi64(b, d);
  }
#pragma clang loop unroll(full)
  for (int one = 0; one < 4; one++) {
    const __m512i *at = crossed + one;
    const __m512i even = _mm512_shuffle_i32x4(at[0], at[4], 0x88);
    const __m512i odd = _mm512_shuffle_i32x4(at[0], at[4], 0xDD);
    const __m512i evenBelow = _mm512_shuffle_i32x4(at[8], at[12], 0x88);
    const __m512i oddBelow = _mm512_shuffle_i32x4(at[8], at[12], 0xDD);
    words[one] = (Vector_avx512)_mm512_shuffle_i32x4(even, evenBelow, 0x88);
    words[one + 4] = (Vector_avx512)_mm512_shuffle_i32x4(odd, oddBelow, 0x88);
    words[one + 8] = (Vector_avx512)_mm512_shuffle_i32x4(even, evenBelow, 0xDD);
    words[one + 12] = (Vector_avx512)_mm512_shuffle_i32x4(odd, oddBelow, 0xDD);
  }
}
#include "lanes.inc"

#elif defined(__wasm_simd128__)

#define WIDTH 16
#define LANES 4
#define NAME(x) x##_simd128
#define TARGET
typedef uint32_t Vector_simd128 __attribute__((vector_size(16), aligned(16)));

static inline Vector_simd128 row_simd128(const uint8_t *from) {
  typedef uint8_t Bytes __attribute__((vector_size(16)));
  Bytes bytes;
  memcpy(&bytes, from, 16);
  return (Vector_simd128)__builtin_shufflevector(
      bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

static void load_simd128(const uint8_t blocks[][64], Vector_simd128 words[16]) {
  for (int quarter = 0; quarter < 4; quarter++) {
    const Vector_simd128 a = row_simd128(blocks[0] + 16 * quarter);
    const Vector_simd128 b = row_simd128(blocks[1] + 16 * quarter);
    const Vector_simd128 c = row_simd128(blocks[2] + 16 * quarter);
    const Vector_simd128 d = row_simd128(blocks[3] + 16 * quarter);
    const Vector_simd128 ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const Vector_simd128 cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const Vector_simd128 abEnd = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Vector_simd128 cdEnd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    Vector_simd128 *to = words + 4 * quarter;
    to[0] = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    to[1] = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    to[2] = __builtin_shufflevector(abEnd, cdEnd, 0, 1, 4, 5);
    to[3] = __builtin_shufflevector(abEnd, cdEnd, 2, 3, 6, 7);
  }
}
#include "lanes.inc"
#endif
