// The padded blocks of a message that is put together from parts (FIPS 180-4 §5.1.1).
#pragma once
#include "kernels.h"
#include <string.h>

typedef struct {
  const MingchaMessages *all;
  const uint8_t *part;
  size_t partLength;
  size_t length;  // of head, length byte and part
  size_t blocks;
} Message;

static inline Message messageAt(const MingchaMessages *all, size_t index) {
  Message message = {.all = all};
  message.part = all->bytes + all->ranges[2 * index];
  message.partLength = (size_t)(all->ranges[2 * index + 1] - all->ranges[2 * index]);
  message.length = all->headLength + (all->hasLength ? 1 : 0) + message.partLength;
  message.blocks = (message.length + 9 + 63) / 64;
  return message;
}

// Never reads outside the `count` bytes: whole vectors that overlap instead of single bytes.
static inline void copy(uint8_t *to, const uint8_t *from, size_t count) {
  if (count >= 16) {
    for (size_t done = 0; done + 16 < count; done += 16) memcpy(to + done, from + done, 16);
    memcpy(to + count - 16, from + count - 16, 16);
  } else if (count >= 8) {
    memcpy(to, from, 8);
    memcpy(to + count - 8, from + count - 8, 8);
  } else if (count >= 4) {
    memcpy(to, from, 4);
    memcpy(to + count - 4, from + count - 4, 4);
  } else {
    for (size_t index = 0; index < count; index++) to[index] = from[index];
  }
}

// Copies what of a part, which begins at `start` of the message, lies in the block at `offset`.
static inline void copyOverlap(
    uint8_t block[64], size_t offset, const uint8_t *part, size_t start, size_t count) {
  const size_t from = start > offset ? start : offset;
  const size_t end = start + count < offset + 64 ? start + count : offset + 64;
  if (from < end) copy(block + (from - offset), part + (from - start), end - from);
}

static inline void blockOf(const Message *message, size_t index, uint8_t block[64]) {
  const MingchaMessages *all = message->all;
  const size_t offset = 64 * index, length = message->length;
  const uint8_t partLength = (uint8_t)message->partLength;
  const size_t afterHead = all->headLength + (all->hasLength ? 1 : 0);
  if (offset >= afterHead && length - offset >= 64 && offset + 64 <= length) {
    memcpy(block, message->part + (offset - afterHead), 64);
    return;
  }
  memset(block, 0, 64);
  if (length <= 55) {
    // All in one block: a ticket, nearly always.
    const uint64_t bits = __builtin_bswap64(8 * (all->beginning * 64 + length));
    copy(block, all->head, all->headLength);
    if (all->hasLength) block[all->headLength] = partLength;
    copy(block + afterHead, message->part, message->partLength);
    block[length] = 0x80;
    memcpy(block + 56, &bits, 8);
    return;
  }
  copyOverlap(block, offset, all->head, 0, all->headLength);
  if (all->hasLength) copyOverlap(block, offset, &partLength, all->headLength, 1);
  copyOverlap(block, offset, message->part, afterHead, message->partLength);
  if (length >= offset && length < offset + 64) block[length - offset] = 0x80;
  if (index + 1 == message->blocks) {
    const uint64_t bits = __builtin_bswap64(8 * (all->beginning * 64 + length));
    memcpy(block + 56, &bits, 8);
  }
}

// Up to sixteen messages side by side. Their blocks are laid out some time before they are hashed, so
// that loading does not wait for storing.
enum { GROUP = 16 };

typedef struct {
  Message messages[GROUP];
  size_t count;
  size_t blocks;  // of the longest
  uint8_t lanes[GROUP];  // those with a block, ascending
  uint8_t buffer[GROUP][64] __attribute__((aligned(64)));
} Group;

static inline void beginGroup(
    Group *group, const MingchaMessages *all, size_t first, size_t lanes) {
  group->count = all->count - first < lanes ? all->count - first : lanes;
  group->blocks = 0;
  for (size_t lane = 0; lane < group->count; lane++) {
    group->messages[lane] = messageAt(all, first + lane);
    if (group->messages[lane].blocks > group->blocks) group->blocks = group->messages[lane].blocks;
  }
}

// Lays out block `index` of every message that has one; returns how many there are.
static inline size_t nextBlocks(Group *group, size_t index) {
  size_t active = 0;
  for (size_t lane = 0; lane < group->count; lane++) {
    if (index >= group->messages[lane].blocks) continue;
    blockOf(&group->messages[lane], index, group->buffer[lane]);
    group->lanes[active++] = (uint8_t)lane;
  }
  return active;
}
