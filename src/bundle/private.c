#include <config.h>

#include "bundle/private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/line.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "bundle/meta.h"

static const char mark[] = "private";

/* What the mark names: "author; email".  Whether a letter is large does not count: too much is taken out rather than too little. */
struct marked {
	const char *names;
};

static bool is_named(const char *names, const char *key, size_t len)
{
	while (*names != '\0') {
		size_t n;

		/* brackets and quotes stay in where the YAML is broken */
		names += strspn(names, "; ,\t[\"'");
		n = strcspn(names, ";,");
		while (n > 0 && strchr(" ]\"'", names[n - 1]) != NULL)
			n--;
		if (n == len && strncasecmp(names, key, n) == 0)
			return true;
		names += strcspn(names, ";,");
	}
	return false;
}

static bool is_marked(void *ctx, const char *key, size_t len)
{
	const struct marked *m = ctx;
	size_t top = 0;

	while (top < len && key[top] != '.')
		top++;
	return (top == sizeof(mark) - 1 && strncasecmp(key, mark, top) == 0) || is_named(m->names, key, top);
}

/* The key that begins in this line; 0: none does. */
static size_t key_at(const char *line, size_t n, const char **key)
{
	char quote = n > 0 && (line[0] == '"' || line[0] == '\'') ? line[0] : '\0';
	size_t from = quote != '\0', at = from;

	if (n == 0 || strchr(" \t#-[]{}&*!|>%@`", line[0]) != NULL)
		return 0;
	while (at < n && (quote != '\0' ? line[at] != quote : line[at] != ':'))
		at++;
	*key = line + from;
	return at < n ? at - from : 0;
}

void private_cut(const char *yaml, size_t len, private_gone_fn *is_gone, void *ctx, struct buf *out)
{
	const char *p = yaml, *end = yaml + len, *line, *key, *from = yaml;
	bool gone = false;
	size_t n;

	buf_adds(out, "");
	while (line_next(&p, end, &line, &n)) {
		size_t k = key_at(line, n, &key);
		bool own = n > 0 && line[0] == '#';

		if (k > 0)
			gone = is_gone(ctx, key, k);
		else if (own)
			gone = false;
		if (!gone)
			buf_add(out, from, (size_t)(p - from));
		from = p;
	}
}

/* Whether what is left says just what the whole said without the marked keys. */
static bool is_the_rest(const struct meta_block *block, const struct buf *left, struct marked *m)
{
	struct meta_block less = { .text = buf_str(left), .len = left->len };
	struct index_pair *whole = NULL, *rest = NULL;
	uint32_t nwhole = 0, nrest = 0, k = 0, line;
	bool same = meta_read(block, &whole, &nwhole, &line) && meta_read(&less, &rest, &nrest, &line);

	for (uint32_t i = 0; i < nwhole && same; i++) {
		if (is_marked(m, whole[i].key, strlen(whole[i].key)))
			continue;
		same = k < nrest && strcmp(rest[k].key, whole[i].key) == 0 && strcmp(rest[k].value, whole[i].value) == 0;
		k++;
	}
	same = same && k == nrest;
	meta_free(whole, nwhole);
	meta_free(rest, nrest);
	return same;
}

static bool has_any(const struct index_pair *pairs, uint32_t n, struct marked *m)
{
	for (uint32_t i = 0; i < n; i++)
		if (*pairs[i].value != '\0' && strcasecmp(pairs[i].key, mark) != 0 && is_marked(m, pairs[i].key, strlen(pairs[i].key)))
			return true;
	return false;
}

enum private_found private_look(const char *md, size_t len, struct buf *out)
{
	enum private_found found = PRIVATE_NONE;
	struct meta_block block;
	struct index_pair *pairs = NULL;
	struct buf left = BUF_INIT;
	struct marked m;
	uint32_t n = 0, line;

	if (meta_split(md, len, &block) == 0 || block.len == 0)
		return PRIVATE_NONE;
	meta_read(&block, &pairs, &n, &line);
	m.names = "";
	for (uint32_t i = 0; i < n; i++)
		if (strcasecmp(pairs[i].key, mark) == 0)
			m.names = pairs[i].value;
	if (*m.names != '\0' && has_any(pairs, n, &m)) {
		private_cut(block.text, block.len, is_marked, &m, &left);
		found = !block.toml && is_the_rest(&block, &left, &m) ? PRIVATE_KEYS : PRIVATE_STUCK;
	}
	if (found == PRIVATE_KEYS && out != NULL) {
		buf_add(out, md, (size_t)(block.text - md));
		buf_add(out, buf_str(&left), left.len);
		buf_add(out, block.text + block.len, (size_t)(md + len - block.text) - block.len);
	}
	buf_free(&left);
	meta_free(pairs, n);
	return found;
}
