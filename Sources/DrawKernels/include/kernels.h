// Hash kernels for processors with SHA extensions or wide vectors.
#pragma once
#include <stdint.h>

// Bit set of what this processor has: 1 SHA extensions, 2 AVX2, 4 AVX-512 F, BW and VL.
uint32_t mingcha_kernels(void);
