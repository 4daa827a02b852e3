// SHA-256 with SHA extensions. One message alone waits for each instruction's result; two at a time
// keep the unit busy.
#include "constants.h"
#include "message.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define SHA __attribute__((target("sha,sse4.1,ssse3")))
#define INLINE static inline __attribute__((always_inline)) SHA

// The instructions want the state as ABEF and CDGH.
typedef struct {
  __m128i abef, cdgh;
} State;

INLINE State load(const uint32_t words[8]) {
  const __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(words + 4)), 0x1B);
  return (State){_mm_alignr_epi8(abcd, efgh, 8), _mm_blend_epi16(efgh, abcd, 0xF0)};
}

INLINE void store(State state, uint32_t words[8]) {
  const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// One block into each of `count` states; the loops over them are unrolled.
INLINE void compress(State *states, const uint8_t *const *blocks, const int count) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  State before[2];
  __m128i words[2][4];
  for (int one = 0; one < count; one++) {
    before[one] = states[one];
    for (int four = 0; four < 4; four++)
      words[one][four] = _mm_shuffle_epi8(
          _mm_loadu_si128((const __m128i *)blocks[one] + four), bigEndian);
  }
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) {
    const __m128i constants = _mm_load_si128((const __m128i *)sha256Constants + group);
    for (int one = 0; one < count; one++) {
      __m128i *w = words[one];
      const __m128i now = w[group & 3], next = w[(group + 1) & 3];
      const __m128i third = w[(group + 2) & 3], last = w[(group + 3) & 3];
      __m128i added = _mm_add_epi32(now, constants);
      State *state = &states[one];
      state->cdgh = _mm_sha256rnds2_epu32(state->cdgh, state->abef, added);
      added = _mm_shuffle_epi32(added, 0x0E);
      state->abef = _mm_sha256rnds2_epu32(state->abef, state->cdgh, added);
      if (group < 12) {
        const __m128i sum = _mm_add_epi32(
            _mm_sha256msg1_epu32(now, next), _mm_alignr_epi8(last, third, 4));
        w[group & 3] = _mm_sha256msg2_epu32(sum, last);
      }
    }
  }
  for (int one = 0; one < count; one++) {
    states[one].abef = _mm_add_epi32(states[one].abef, before[one].abef);
    states[one].cdgh = _mm_add_epi32(states[one].cdgh, before[one].cdgh);
  }
}

INLINE void finish(State state, uint64_t *digest) {
  uint32_t words[8];
  store(state, words);
  for (int index = 0; index < 4; index++)
    digest[index] = (uint64_t)words[2 * index] << 32 | words[2 * index + 1];
}

SHA void mingcha_sha256_blocks(uint32_t words[8], const uint8_t *bytes, size_t blocks) {
  State state = load(words);
  for (size_t block = 0; block < blocks; block++) {
    const uint8_t *at = bytes + 64 * block;
    compress(&state, &at, 1);
  }
  store(state, words);
}

SHA void mingcha_sha256_pairs(const MingchaMessages *messages) {
  const State beginning = load(messages->state);
  State states[GROUP];
  Group group;
  for (size_t first = 0; first < messages->count; first += GROUP) {
    beginGroup(&group, messages, first, GROUP);
    for (size_t one = 0; one < GROUP; one++) states[one] = beginning;
    for (size_t block = 0; block < group.blocks; block++) {
      const size_t active = nextBlocks(&group, block);
      size_t one = 0;
      for (; one + 1 < active; one += 2) {
        const uint8_t first = group.lanes[one], second = group.lanes[one + 1];
        const uint8_t *at[2] = {group.buffer[first], group.buffer[second]};
        State pair[2] = {states[first], states[second]};
        compress(pair, at, 2);
        states[first] = pair[0];
        states[second] = pair[1];
      }
      if (one < active) {
        const uint8_t *at = group.buffer[group.lanes[one]];
        compress(&states[group.lanes[one]], &at, 1);
      }
    }
    for (size_t one = 0; one < group.count; one++)
      finish(states[one], messages->digests + 4 * (first + one));
  }
}
#endif
