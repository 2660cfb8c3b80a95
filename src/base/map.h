/* A small hash map from strings to numbers, for names and anchors.  Keys are
 * copied.  Seeded per process, so hostile names cannot make it slow. */
#ifndef QORJYN_BASE_MAP_H
#define QORJYN_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
	struct map_slot *slots;
	size_t count, cap;
	uint64_t seed;
};

#define MAP_INIT { 0 }

/* True when key is there; its value in *value (may be NULL). */
bool map_get(const struct map *m, const char *key, size_t len, uint32_t *value);
void map_set(struct map *m, const char *key, size_t len, uint32_t value);
void map_free(struct map *m);

#endif
