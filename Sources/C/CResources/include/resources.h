#pragma once

/* A file that ships inside the program. */
typedef struct {
  const char *name;
  const unsigned char *bytes;
  long count;
} Resource;

/* By its file name; bytes is null when there is none. */
Resource mingcha_resource(const char *name);
