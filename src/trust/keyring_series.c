#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "trust/files.h"
#include "trust/keyring.h"
#include "trust/keyring_parts.h"

/* "series" in the folder of keys: a line is a key in base64, a space, the series. */
enum { KEY_TEXT = 44, SERIES_FILE = 1 << 20 };

static char *series_path(const struct keyring *ring)
{
	return mem_printf("%s/series", ring->folder);
}

static void add(struct keyring *ring, const char *series, size_t len, const unsigned char key[SIGN_PUBLIC])
{
	struct ring_series *s;

	ring->series = mem_grow(ring->series, ring->nseries, &ring->series_cap, sizeof *ring->series);
	s = &ring->series[ring->nseries++];
	s->series = mem_strndup(series, len);
	memcpy(s->key, key, SIGN_PUBLIC);
}

static void take_line(struct keyring *ring, const char *line, size_t len)
{
	unsigned char key[SIGN_PUBLIC];

	if (len > KEY_TEXT + 1 && line[KEY_TEXT] == ' ' && base64_take(line, KEY_TEXT, key, sizeof key) &&
	    text_is_clean(line + KEY_TEXT + 1, len - KEY_TEXT - 1, TEXT_NAME))
		add(ring, line + KEY_TEXT + 1, len - KEY_TEXT - 1, key);
}

void keyring_read_series(struct keyring *ring)
{
	char *path = series_path(ring), *bytes = mem_alloc(SERIES_FILE);
	size_t len = 0;

	if (file_read_small(path, bytes, SERIES_FILE, &len))
		/* a line without its end was cut short by a crash */
		for (const char *s = bytes, *end; (end = memchr(s, '\n', (size_t)(bytes + len - s))) != NULL; s = end + 1)
			take_line(ring, s, (size_t)(end - s));
	free(bytes);
	free(path);
}

static const struct ring_series *find(const struct keyring *ring, const char *series, const struct public_key *key)
{
	for (size_t i = 0; i < ring->nseries; i++)
		if (!strcmp(ring->series[i].series, series) && (!key || !memcmp(ring->series[i].key, key->key, SIGN_PUBLIC)))
			return &ring->series[i];
	return NULL;
}

bool keyring_knows_series(const struct keyring *ring, const char *series)
{
	return find(ring, series, NULL) != NULL;
}

bool keyring_series_is_by(const struct keyring *ring, const char *series, const struct public_key *key)
{
	return find(ring, series, key) != NULL;
}

const char *keyring_series_signer(const struct keyring *ring, const char *series)
{
	const struct ring_series *s = find(ring, series, NULL);
	struct public_key key = { { 0 }, { 0 } };
	const struct ring_key *k;

	if (!s)
		return "";
	memcpy(key.key, s->key, SIGN_PUBLIC);
	k = keyring_same(ring, &key);
	return k ? k->name : "";
}

bool keyring_remember(struct keyring *ring, const char *series, const struct public_key *key)
{
	struct buf line = BUF_INIT;
	char *path;
	bool kept;

	if (find(ring, series, key) || !*series)
		return true;
	add(ring, series, strlen(series), key->key);
	if (!ring->writes)
		return false;
	base64_add(&line, key->key, SIGN_PUBLIC);
	buf_addf(&line, " %s\n", series);
	path = series_path(ring);
	kept = file_append(path, line.data, line.len, SERIES_FILE);
	free(path);
	buf_free(&line);
	return kept;
}
