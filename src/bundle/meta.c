#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "base/line.h"
#include "bundle/meta.h"
#include "bundle/yaml.h"

static bool is_fence(const char *line, size_t len, const char *mark)
{
	while (len > 3 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	return len == 3 && memcmp(line, mark, 3) == 0;
}

/* Length of "key" when the line is "key: value" or "key:", else 0. */
static size_t key_len(const char *line, size_t len)
{
	size_t k = 0;

	while (k < len && (isalnum((unsigned char)line[k]) || (unsigned char)line[k] >= 0x80 ||
			   line[k] == '_' || line[k] == '-' || line[k] == '.'))
		k++;
	if (k == 0 || k == len || line[k] != ':')
		return 0;
	return k + 1 == len || line[k + 1] == ' ' || line[k + 1] == '\t' ? k : 0;
}

/* What a line of YAML says about whether the block is front matter at all: two
 * rules with text between them are not, nor is a rule, then paragraphs, then a
 * rule. */
enum sign { SIGN_NONE, SIGN_KEY, SIGN_TEXT };

static enum sign yaml_sign(const char *s, size_t n)
{
	size_t quote;

	if (n == 0 || s[0] == '#' || s[0] == ' ' || s[0] == '\t')
		return SIGN_NONE;
	quote = s[0] == '"' || s[0] == '\'' ? 1 : 0;
	return s[0] == '{' || quote != 0 || key_len(s, n) > 0 ? SIGN_KEY : SIGN_TEXT;
}

static enum sign toml_sign(const char *s, size_t n)
{
	if (n == 0 || s[0] == '#')
		return SIGN_NONE;
	return s[0] == '[' || memchr(s, '=', n) != NULL ? SIGN_KEY : SIGN_TEXT;
}

size_t meta_split(const char *md, size_t len, struct meta_block *block)
{
	const char *p = md, *end = md + len, *s;
	enum sign sign = SIGN_NONE;
	size_t n;

	*block = (struct meta_block){ .text = md, .line = 1 };
	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	if (!line_next(&p, end, &s, &n) || !(is_fence(s, n, "---") || is_fence(s, n, "+++")))
		return 0;
	block->toml = *s == '+';
	block->text = p;
	for (uint32_t at = 2; line_next(&p, end, &s, &n); at++) {
		if ((size_t)(s - block->text) > LIMIT_META_BYTES)
			return 0;
		if (block->toml ? is_fence(s, n, "+++") : is_fence(s, n, "---") || is_fence(s, n, "...")) {
			if (sign != SIGN_KEY && s != block->text)
				return 0;
			block->len = (size_t)(s - block->text);
			block->line = at + 1;
			return (size_t)(p - md);
		}
		if (sign == SIGN_NONE)
			sign = block->toml ? toml_sign(s, n) : yaml_sign(s, n);
		if (sign == SIGN_TEXT)
			return 0;
	}
	return 0;
}

/* ---- pairs, while they are being made */

struct pair {
	struct buf key, value;
	uint32_t line;
};

struct pairs {
	struct pair *p;
	size_t n, cap;
	uint32_t line; /* source line of what is added */
};

static struct pair *pair_find(struct pairs *ps, const char *key, size_t len)
{
	for (size_t i = ps->n; i-- > 0;)
		if (ps->p[i].key.len == len && memcmp(ps->p[i].key.data, key, len) == 0)
			return &ps->p[i];
	return NULL;
}

/* list: a further value joins the first; otherwise the first one stands. */
static void pair_add(struct pairs *ps, const char *key, size_t klen, const char *value, size_t vlen, bool list)
{
	struct pair *p = pair_find(ps, key, klen);
	bool new = p == NULL;

	if (new) {
		if (ps->n == LIMIT_META_KEYS)
			return;
		ps->p = mem_grow(ps->p, ps->n, &ps->cap, sizeof(*ps->p));
		p = &ps->p[ps->n++];
		memset(p, 0, sizeof(*p));
		p->line = ps->line;
		buf_add(&p->key, key, klen);
		buf_adds(&p->value, "");
	}
	if (vlen == 0 || (!new && !list && p->value.len > 0) || p->value.len + vlen + 2 > LIMIT_VALUE_BYTES)
		return;
	if (p->value.len > 0)
		buf_adds(&p->value, "; ");
	buf_add(&p->value, value, vlen);
}

static void pairs_take(struct pairs *ps, struct index_pair **out, uint32_t *n)
{
	*out = ps->n > 0 ? mem_calloc(ps->n, sizeof(**out)) : NULL;
	*n = (uint32_t)ps->n;
	for (size_t i = 0; i < ps->n; i++) {
		(*out)[i].key = buf_take(&ps->p[i].key);
		(*out)[i].value = buf_take(&ps->p[i].value);
		(*out)[i].line = ps->p[i].line;
	}
	free(ps->p);
	memset(ps, 0, sizeof(*ps));
}

static void pairs_drop(struct pairs *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		buf_free(&ps->p[i].key);
		buf_free(&ps->p[i].value);
	}
	free(ps->p);
	memset(ps, 0, sizeof(*ps));
}

void meta_free(struct index_pair *pairs, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		free(pairs[i].key);
		free(pairs[i].value);
	}
	free(pairs);
}

/* "author\x1f0\x1fname" -> "author.name" */
static bool take_scalar(void *ctx, const char *path, const char *value, uint32_t line)
{
	struct pairs *ps = ctx;
	struct buf key = BUF_INIT;
	bool list = false;

	ps->line = line + 1; /* after the line that opens the block */
	while (*path != '\0') {
		size_t n = strcspn(path, "\x1f");

		if (key.len > 0 && n > 0 && strspn(path, "0123456789") == n) {
			list = true;
		} else {
			if (key.len > 0)
				buf_addc(&key, '.');
			buf_add(&key, path, n);
		}
		path += n;
		path += *path != '\0';
	}
	/* an absent value is as good as none */
	if (key.len > 0)
		pair_add(ps, key.data, key.len, value, strcmp(value, "~") == 0 || strcmp(value, "null") == 0 ? 0 : strlen(value), list);
	buf_free(&key);
	return true;
}

static void trim_blanks(const char **s, size_t *len)
{
	while (*len > 0 && ((*s)[0] == ' ' || (*s)[0] == '\t'))
		(*s)++, (*len)--;
	while (*len > 0 && ((*s)[*len - 1] == ' ' || (*s)[*len - 1] == '\t'))
		(*len)--;
}

/* Quotes around it, too. */
static void trim(const char **s, size_t *len)
{
	trim_blanks(s, len);
	if (*len >= 2 && ((*s)[0] == '"' || (*s)[0] == '\'') && (*s)[*len - 1] == (*s)[0]) {
		(*s)++;
		*len -= 2;
	}
}

/* What can be had from YAML that is not: its "key: value" lines and "- value"
 * lines below a key. */
static void read_lines(struct pairs *ps, const char *yaml, size_t len)
{
	const char *p = yaml, *end = yaml + len, *line, *key = NULL;
	size_t n, klen = 0;

	for (ps->line = 2; line_next(&p, end, &line, &n); ps->line++) {
		size_t k = key_len(line, n);
		const char *value = line + k + 1;
		size_t vlen = k > 0 ? n - k - 1 : 0;

		if (memchr(line, '\0', n) != NULL)
			continue;
		if (k > 0) {
			key = line;
			klen = k;
			trim(&value, &vlen);
			pair_add(ps, key, klen, value, vlen, false);
			continue;
		}
		trim(&line, &n);
		if (key != NULL && n > 2 && line[0] == '-' && line[1] == ' ') {
			line += 2;
			n -= 2;
			trim(&line, &n);
			pair_add(ps, key, klen, line, n, true);
		}
	}
}

/* A value as TOML has it: strings without their quotes, of a list its strings. */
static void add_toml(struct pairs *ps, const struct buf *key, const char *s, size_t len)
{
	const char *end = s + len;

	if (len == 0 || *s != '[') {
		if (len > 0 && *s != '"' && *s != '\'') {
			const char *hash = memchr(s, '#', len);

			len = hash != NULL ? (size_t)(hash - s) : len;
		} else if (len > 0) {
			const char *close = memchr(s + 1, *s, len - 1);

			len = close != NULL ? (size_t)(close - s) + 1 : len;
		}
		trim(&s, &len);
		pair_add(ps, key->data, key->len, s, len, false);
		return;
	}
	for (const char *q = s; q < end; q++) {
		const char *close = *q == '"' || *q == '\'' ? memchr(q + 1, *q, (size_t)(end - q) - 1) : NULL;

		if (close != NULL) {
			pair_add(ps, key->data, key->len, q + 1, (size_t)(close - q) - 1, true);
			q = close;
		}
	}
}

/* "[section]" lines, and "key = value" lines on one line each: all that front
 * matter has in practice; anything else is passed over. */
static void read_toml(struct pairs *ps, const char *toml, size_t len)
{
	const char *p = toml, *end = toml + len, *line;
	struct buf section = BUF_INIT, key = BUF_INIT;
	size_t n;

	for (ps->line = 2; line_next(&p, end, &line, &n); ps->line++) {
		const char *equals, *value;
		size_t klen, vlen;

		trim_blanks(&line, &n);
		if (n == 0 || *line == '#' || memchr(line, '\0', n) != NULL)
			continue;
		if (*line == '[') {
			buf_clear(&section);
			for (size_t i = 0; i < n && line[i] != '#'; i++)
				if (strchr("[] \t\"'", line[i]) == NULL)
					buf_addc(&section, line[i]);
			continue;
		}
		equals = memchr(line, '=', n);
		if (equals == NULL)
			continue;
		value = equals + 1;
		vlen = n - (size_t)(value - line);
		klen = (size_t)(equals - line);
		trim_blanks(&value, &vlen);
		trim(&line, &klen);
		buf_clear(&key);
		buf_add(&key, section.data, section.len);
		if (section.len > 0)
			buf_addc(&key, '.');
		buf_add(&key, line, klen);
		if (klen > 0)
			add_toml(ps, &key, value, vlen);
	}
	buf_free(&section);
	buf_free(&key);
}

bool meta_read(const struct meta_block *block, struct index_pair **pairs, uint32_t *n, uint32_t *line)
{
	struct pairs ps = { 0 };
	bool ok;

	*line = 0;
	ok = block->len <= LIMIT_META_BYTES && (block->toml || yaml_read(block->text, block->len, take_scalar, &ps, line));

	if (block->toml) {
		read_toml(&ps, block->text, block->len);
	} else if (!ok && block->len <= LIMIT_META_BYTES) {
		pairs_drop(&ps);
		read_lines(&ps, block->text, block->len);
	}
	++*line;
	pairs_take(&ps, pairs, n);
	return ok;
}
