#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/line.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/manifest.h"
#include "bundle/name.h"
#include "bundle/private.h"
#include "bundle/yaml.h"

struct reader {
	struct manifest *m;
	struct index *ix;
	size_t titles_cap, meta_cap, file; /* file: number of the last of files[] */
	uint32_t line; /* of the scalar that is being taken */
	bool version;
};

/* A series or edition must be safe as a part of a key: letters, digits, "-._". */
static bool is_id(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++, n++)
		if (!isalnum((unsigned char)*s) && (unsigned char)*s < 0x80 && strchr("-._", *s) == NULL)
			return false;
	return n > 0 && n <= 256;
}

static void set_once(char **place, const char *value)
{
	if (*place == NULL)
		*place = mem_strdup(value);
}

static void pair_add(struct index_pair **pairs, uint32_t *n, size_t *cap, const char *key, const char *value, uint32_t line)
{
	if (*n == LIMIT_META_KEYS)
		return;
	*pairs = mem_grow(*pairs, *n, cap, sizeof(**pairs));
	(*pairs)[(*n)++] = (struct index_pair){ mem_strdup(key), mem_strdup(value), line };
}

static void broken(struct reader *r)
{
	if (!r->m->broken)
		r->m->broken_line = r->line;
	r->m->broken = true;
}

static void take_version(struct reader *r, const char *value)
{
	char *end;
	long v = strtol(value, &end, 10);

	r->version = true;
	if (end == value || *end != '\0' || v < 1)
		broken(r);
	else if (v > 1) {
		r->m->newer = true;
		r->m->newer_line = r->line;
	}
}

/* A key that this version does not know is kept, its path joined by dots. */
static void take_other(struct reader *r, const char *path, const char *value)
{
	char *key = mem_strdup(path);

	for (char *p = key; (p = strchr(p, '\x1f')) != NULL;)
		*p = '.';
	pair_add(&r->ix->meta, &r->ix->nmeta, &r->meta_cap, key, value, r->line);
	free(key);
}

static void take_id(struct reader *r, const char *value)
{
	if (is_id(value))
		set_once(&r->ix->series, value);
	else {
		broken(r);
		take_other(r, "id", value); /* so that it can be said */
	}
}

static void take_edition(struct reader *r, const char *value)
{
	if (r->ix->edition == NULL)
		r->ix->edition_line = r->line;
	set_once(&r->ix->edition, value);
}

/* "title", or "title\x1fen" */
static void take_title(struct reader *r, const char *path, const char *value)
{
	const char *lang = strchr(path, '\x1f') != NULL ? strchr(path, '\x1f') + 1 : "";
	char code[LANG_MAX] = "";

	if (*lang != '\0' && !lang_canonical(lang, strlen(lang), code))
		take_other(r, path, value);
	else if (r->ix->ntitles < LIMIT_LANGUAGES)
		pair_add(&r->ix->titles, &r->ix->ntitles, &r->titles_cap, code, value, r->line);
}

static void take_order(struct manifest *m, const char *value, uint32_t line)
{
	if (m->norder == LIMIT_MEMBERS)
		return;
	m->order = mem_grow(m->order, m->norder, &m->order_cap, sizeof(*m->order));
	m->order[m->norder++] = (struct manifest_order){ mem_strdup(value), line };
}

/* "files\x1f3\x1fpath" */
static void take_file(struct reader *r, const char *rest, const char *value)
{
	struct manifest *m = r->m;
	char *end;
	size_t number = strtoul(rest, &end, 10);
	struct manifest_file *f;

	if (*end++ != '\x1f')
		return;
	if (m->nfiles == 0 || number != r->file) {
		if (m->nfiles == LIMIT_MEMBERS)
			return;
		m->files = mem_grow(m->files, m->nfiles, &m->files_cap, sizeof(*m->files));
		memset(&m->files[m->nfiles++], 0, sizeof(*m->files));
		r->file = number;
	}
	f = &m->files[m->nfiles - 1];
	if (strcmp(end, "path") == 0 && f->path == NULL) {
		struct buf path = BUF_INIT;

		if (name_normal(value, &path))
			f->path = buf_take(&path);
		else
			broken(r);
		buf_free(&path);
	} else if (strcmp(end, "size") == 0) {
		f->size = strtoull(value, &end, 10);
		f->sized = isdigit((unsigned char)*value) && *end == '\0';
	} else if (strcmp(end, "blake2b") == 0) {
		f->digested = digest_from_hex(value, strlen(value), f->digest);
	}
}

static bool take(void *ctx, const char *path, const char *value, uint32_t line)
{
	struct reader *r = ctx;

	r->line = line;
	if (strcmp(path, "qorjyn") == 0)
		take_version(r, value);
	else if (strcmp(path, "id") == 0)
		take_id(r, value);
	else if (strcmp(path, "edition") == 0)
		take_edition(r, value);
	else if (strcmp(path, "publisher") == 0)
		set_once(&r->ix->publisher, value);
	else if (strcmp(path, "license") == 0)
		set_once(&r->ix->license, value);
	else if (strcmp(path, "title") == 0 || strncmp(path, "title\x1f", 6) == 0)
		take_title(r, path, value);
	else if (strncmp(path, "reports\x1f", 8) == 0)
		take_order(r->m, value, r->line);
	else if (strncmp(path, "files\x1f", 6) == 0)
		take_file(r, path + 6, value);
	else
		take_other(r, path, value);
	return true;
}

void manifest_read(struct manifest *m, const char *yaml, size_t len, struct index *ix)
{
	struct reader r = { .m = m, .ix = ix };
	uint32_t line;

	if (len >= 3 && memcmp(yaml, "\xef\xbb\xbf", 3) == 0) {
		yaml += 3;
		len -= 3;
	}
	if (!yaml_read(yaml, len, take, &r, &line)) {
		if (!m->broken)
			m->broken_line = line;
		m->broken = true;
		/* half an order or list of files would only mislead */
		manifest_free(m);
	}
	if (!r.version)
		m->broken = true;
}

bool manifest_whole(const char *yaml, size_t len)
{
	const size_t mark = strlen(MANIFEST_DIGEST);
	unsigned char said[DIGEST_BYTES], is[DIGEST_BYTES];
	const char *line;
	size_t n;

	while (len > 0 && (yaml[len - 1] == '\n' || yaml[len - 1] == '\r'))
		len--;
	for (line = yaml + len; line > yaml && line[-1] != '\n' && line[-1] != '\r';)
		line--;
	n = (size_t)(yaml + len - line);
	if (n < mark || memcmp(line, MANIFEST_DIGEST, mark) != 0)
		return true;
	digest_of(yaml, (size_t)(line - yaml), is);
	return digest_from_hex(line + mark, n - mark, said) && memcmp(said, is, DIGEST_BYTES) == 0;
}

static bool is_list(void *ctx, const char *key, size_t len)
{
	(void)ctx;
	return len == 5 && memcmp(key, "files", 5) == 0;
}

void manifest_plain(const char *yaml, size_t len, struct buf *out)
{
	const size_t mark = strlen(MANIFEST_DIGEST);
	struct buf less = BUF_INIT;
	const char *p, *end, *line;
	size_t n;

	private_cut(yaml, len, is_list, NULL, &less);
	p = buf_str(&less);
	end = p + less.len;
	buf_adds(out, "");
	while (line_next(&p, end, &line, &n))
		if (n < mark || memcmp(line, MANIFEST_DIGEST, mark) != 0)
			buf_add(out, line, (size_t)(p - line));
	buf_free(&less);
}

bool manifest_digests(const char *yaml, size_t len)
{
	static const char word[] = "blake2b:";
	const char *end = yaml + len;

	while ((yaml = memchr(yaml, word[0], (size_t)(end - yaml))) != NULL && (size_t)(end - yaml) >= sizeof(word) - 1) {
		if (memcmp(yaml, word, sizeof(word) - 1) == 0)
			return true;
		yaml++;
	}
	return false;
}

void manifest_free(struct manifest *m)
{
	for (size_t i = 0; i < m->norder; i++)
		free(m->order[i].report);
	for (size_t i = 0; i < m->nfiles; i++)
		free(m->files[i].path);
	free(m->order);
	free(m->files);
	m->order = NULL;
	m->files = NULL;
	m->norder = m->nfiles = m->order_cap = m->files_cap = 0;
}
