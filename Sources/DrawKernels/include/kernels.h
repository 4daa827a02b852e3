// Hash kernels for processors with SHA extensions or wide vectors: many messages at once.
#pragma once
#include <stddef.h>
#include <stdint.h>

// What this processor has, as a set of bits.
enum { MINGCHA_SHA = 1, MINGCHA_AVX2 = 2, MINGCHA_AVX512 = 4 };
uint32_t mingcha_processor(void);

// Many messages that begin alike: message i is `beginning` whole blocks already hashed into
// `state`, then `head`, then, if `hasLength`, the length of the part in one byte, then the part
// `bytes[ends[2 * i] ..< ends[2 * i + 1]]`.
typedef struct {
  uint32_t state[8];
  uint64_t beginning;
  const uint8_t *head;
  size_t headLength;
  int hasLength;
  const uint8_t *bytes;
  const ptrdiff_t *ranges;
  size_t count;
  uint64_t *digests;  // four words per message, big-endian values
} MingchaMessages;

// One or more blocks of 64 bytes into a state, with SHA extensions.
void mingcha_sha256_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks);

// Two messages at a time, with SHA extensions.
void mingcha_sha256_pairs(const MingchaMessages *messages);

// Eight and sixteen messages at a time.
void mingcha_sha256_avx2(const MingchaMessages *messages);
void mingcha_sha256_avx512(const MingchaMessages *messages);
void mingcha_sm3_avx2(const MingchaMessages *messages);
void mingcha_sm3_avx512(const MingchaMessages *messages);

// Four messages at a time, in WebAssembly.
void mingcha_sha256_simd128(const MingchaMessages *messages);
void mingcha_sm3_simd128(const MingchaMessages *messages);
