// What Embedded Swift asks of its surroundings on bare WebAssembly: an allocator and a little
// arithmetic. The memory functions are instructions of the machine (bulk memory).
#include <stddef.h>
#include <stdint.h>

// MARK: memory

// Blocks come in 4 sizes per power of two and are kept by size when they are freed. Memory is
// asked for in pages and never given back: an instance serves one draw.
enum { SMALLEST = 32, CLASSES = 116, HEADER = 16, PAGE = 65536 };

typedef struct Block {
  struct Block *next;
} Block;

// Stands directly before what the caller gets.
typedef struct {
  uint32_t class;
  uint32_t offset;  // from the block's start
} Header;

extern unsigned char __heap_base;
static Block *freeBlocks[CLASSES];
static uint64_t top, end;
static uint32_t isExhausted;

// Whether the last trap came from a lack of memory.
__attribute__((export_name("mingcha_is_exhausted"))) uint32_t mingcha_is_exhausted(void) {
  return isExhausted;
}

static uint64_t sizeOfClass(uint32_t class) {
  return (uint64_t)(SMALLEST / 4 * (4 + class % 4)) << (class / 4);
}

static uint32_t classOfSize(uint64_t size) {
  if (size <= SMALLEST) return 0;
  uint32_t power = 63 - __builtin_clzll(size - 1);  // 2^power < size ≤ 2^(power + 1)
  uint32_t quarter = (uint32_t)((size - 1) >> (power - 2)) & 3;
  return (power - 5) * 4 + quarter + 1;
}

static void *carve(uint64_t size) {
  if (top == 0) {
    top = ((uint64_t)(uintptr_t)&__heap_base + 15) & ~15ull;
    end = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
  }
  if (top + size > end) {
    uint64_t pages = (top + size - end + PAGE - 1) / PAGE;
    // A sixteenth more than asked for, so that growing stays rare.
    uint64_t generous = pages + end / PAGE / 16;
    if (__builtin_wasm_memory_grow(0, (size_t)generous) == (size_t)-1) {
      if (pages > 65536 || __builtin_wasm_memory_grow(0, (size_t)pages) == (size_t)-1) return 0;
    }
    end = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
  }
  void *block = (void *)(uintptr_t)top;
  top += size;
  return block;
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  uint64_t room = HEADER + (alignment > HEADER ? alignment - HEADER : 0);
  uint32_t class = classOfSize(size + room);
  unsigned char *block = 0;
  if (class < CLASSES && freeBlocks[class]) {
    block = (unsigned char *)freeBlocks[class];
    freeBlocks[class] = freeBlocks[class]->next;
  } else if (class < CLASSES) {
    block = carve(sizeOfClass(class));
  }
  // Swift does not ask whether it got what it wanted, and address 0 can be written to here.
  if (!block) {
    isExhausted = 1;
    __builtin_trap();
  }
  uintptr_t start = ((uintptr_t)block + HEADER + alignment - 1) & ~(alignment - 1);
  Header *header = (Header *)start - 1;
  header->class = class;
  header->offset = (uint32_t)(start - (uintptr_t)block);
  *result = (void *)start;
  return 0;
}

void free(void *pointer) {
  if (!pointer) return;
  Header *header = (Header *)pointer - 1;
  uint32_t class = header->class;
  Block *block = (Block *)((unsigned char *)pointer - header->offset);
  block->next = freeBlocks[class];
  freeBlocks[class] = block;
}

// Swift seeds its dictionaries with this. A draw does not depend on their order, and nobody but
// the reader's own browser would suffer from a file made to collide.
void arc4random_buf(void *bytes, size_t count) { __builtin_memset(bytes, 0x5a, count); }

void *memset(void *to, int value, size_t count) { return __builtin_memset(to, value, count); }

void *memcpy(void *to, const void *from, size_t count) {
  return __builtin_memcpy(to, from, count);
}

void *memmove(void *to, const void *from, size_t count) {
  return __builtin_memmove(to, from, count);
}

int memcmp(const void *one, const void *other, size_t count) {
  const unsigned char *a = one, *b = other;
  for (size_t i = 0; i < count; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

// MARK: integers of 128 bits

typedef unsigned __int128 Wide;

static Wide wide(uint64_t high, uint64_t low) { return (Wide)high << 64 | low; }

static int length(Wide value) {
  uint64_t high = value >> 64;
  if (high) return 128 - __builtin_clzll(high);
  return (uint64_t)value ? 64 - __builtin_clzll((uint64_t)value) : 0;
}

// Long division, bit by bit.
static Wide divide(Wide value, Wide by, Wide *rest) {
  Wide quotient = 0, left = 0;
  for (int bit = length(value); bit-- > 0;) {
    uint64_t half = bit < 64 ? (uint64_t)value : (uint64_t)(value >> 64);
    left = left << 1 | (half >> (bit & 63) & 1);
    quotient <<= 1;
    if (left >= by) {
      left -= by;
      quotient |= 1;
    }
  }
  *rest = left;
  return quotient;
}

Wide __udivti3(Wide value, Wide by) {
  Wide rest;
  return divide(value, by, &rest);
}

Wide __umodti3(Wide value, Wide by) {
  Wide rest;
  divide(value, by, &rest);
  return rest;
}

// By halves of 32 bits: the product of two words is an instruction only up to 64 bits.
static Wide product(uint64_t a, uint64_t b) {
  uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  uint64_t low = a0 * b0, one = a1 * b0, other = a0 * b1;
  uint64_t middle = (low >> 32) + (uint32_t)one + (uint32_t)other;
  uint64_t high = a1 * b1 + (one >> 32) + (other >> 32) + (middle >> 32);
  return wide(high, middle << 32 | (uint32_t)low);
}

Wide __multi3(Wide a, Wide b) {
  uint64_t aHigh = a >> 64, aLow = (uint64_t)a, bHigh = b >> 64, bLow = (uint64_t)b;
  Wide result = product(aLow, bLow);
  return result + wide(aHigh * bLow + aLow * bHigh, 0);
}
