#include <config.h>
#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#include "base/mem.h"

struct map_slot {
	char *key; /* NULL: free */
	size_t len;
	uint64_t hash;
	uint32_t value;
};

static uint64_t map_turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void map_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = map_turn(v[1], 13) ^ v[0];
	v[0] = map_turn(v[0], 32);
	v[2] += v[3];
	v[3] = map_turn(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = map_turn(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = map_turn(v[1], 17) ^ v[2];
	v[2] = map_turn(v[2], 32);
}

/* SipHash-1-3 (Aumasson and Bernstein), the second half of its key fixed. */
static uint64_t map_hash(uint64_t seed, const char *key, size_t len)
{
	const uint64_t other = 0x716F726A796E2121u;
	uint64_t v[4] = { seed ^ 0x736F6D6570736575u, other ^ 0x646F72616E646F6Du,
			  seed ^ 0x6C7967656E657261u, other ^ 0x7465646279746573u };
	uint64_t word, tail = (uint64_t)len << 56;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8) {
		memcpy(&word, key + i, 8);
		v[3] ^= word;
		map_round(v);
		v[0] ^= word;
	}
	for (int shift = 0; i < len; i++, shift += 8)
		tail |= (uint64_t)(unsigned char)key[i] << shift;
	v[3] ^= tail;
	map_round(v);
	v[0] ^= tail;
	v[2] ^= 0xFF;
	for (int r = 0; r < 3; r++)
		map_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Without a system call where that is possible: the jail may forbid it.  What
 * the kernel gave is hashed, because other code guards itself with it. */
static uint64_t map_seed(const struct map *m)
{
	struct {
		unsigned char given[16];
		const void *self;
		int64_t now;
	} mix;

	memset(&mix, 0, sizeof mix);
	mix.self = m;
#ifdef __linux__
	if (getauxval(AT_RANDOM))
		memcpy(mix.given, (const void *)getauxval(AT_RANDOM), sizeof mix.given);
	else
#endif
	{
		struct timespec t;

		if (clock_gettime(CLOCK_REALTIME, &t) == 0)
			mix.now = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	}
	return map_hash(0, (const char *)&mix, sizeof mix) | 1; /* 0: not seeded */
}

/* The slot of key, or the free one where it belongs. */
static struct map_slot *map_find(const struct map *m, const char *key, size_t len, uint64_t hash)
{
	size_t i = hash & (m->cap - 1);

	while (m->slots[i].key) {
		const struct map_slot *s = &m->slots[i];

		if (s->hash == hash && s->len == len && !memcmp(s->key, key, len))
			break;
		i = (i + 1) & (m->cap - 1);
	}
	return &m->slots[i];
}

static void map_grow(struct map *m)
{
	struct map_slot *old = m->slots;
	size_t cap = m->cap;

	if (!m->seed)
		m->seed = map_seed(m);
	m->cap = cap ? cap * 2 : 16;
	m->slots = mem_calloc(m->cap, sizeof *m->slots);
	for (size_t i = 0; i < cap; i++)
		if (old[i].key)
			*map_find(m, old[i].key, old[i].len, old[i].hash) = old[i];
	free(old);
}

bool map_get(const struct map *m, const char *key, size_t len, uint32_t *value)
{
	const struct map_slot *s;

	if (!m->count)
		return false;
	s = map_find(m, key, len, map_hash(m->seed, key, len));
	if (s->key && value)
		*value = s->value;
	return s->key != NULL;
}

void map_set(struct map *m, const char *key, size_t len, uint32_t value)
{
	struct map_slot *s;
	uint64_t hash;

	/* never more than 70 % full */
	if (!m->cap || m->count + 1 > m->cap / 10 * 7)
		map_grow(m);
	hash = map_hash(m->seed, key, len);
	s = map_find(m, key, len, hash);
	if (!s->key) {
		s->key = mem_strndup(key, len);
		s->len = len;
		s->hash = hash;
		m->count++;
	}
	s->value = value;
}

void map_free(struct map *m)
{
	for (size_t i = 0; i < m->cap; i++)
		free(m->slots[i].key);
	free(m->slots);
	*m = (struct map)MAP_INIT;
}
