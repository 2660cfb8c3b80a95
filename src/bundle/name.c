#include <config.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "bundle/limits.h"
#include "bundle/name.h"

static const char *const bundle_suffixes[] = {
	".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tgz", ".tbz2", ".txz",
	".tzst", ".tar", ".zip", ".qorjyn",
};
static const char *const markdown_suffixes[] = { ".markdown", ".md" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Length of s without the first of the suffixes that it ends in; len when none. */
static size_t suffix_cut(const char *s, size_t len, const char *const *suffixes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = strlen(suffixes[i]);

		if (len > k && strncasecmp(s + len - k, suffixes[i], k) == 0)
			return len - k;
	}
	return len;
}

const char *name_last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Appends the parts of path to out, which holds a normal path or nothing.
 * up: ".." takes a part away instead of failing. */
static bool parts_add(struct buf *out, const char *path, bool up)
{
	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		if (n == 2 && memcmp(path, "..", 2) == 0) {
			if (!up || out->len == 0)
				return false;
			while (out->len > 0 && out->data[--out->len] != '/')
				;
			out->data[out->len] = '\0';
		} else if (n > 0 && !(n == 1 && path[0] == '.')) {
			if (out->len > 0)
				buf_addc(out, '/');
			buf_add(out, path, n);
		}
		path += n;
		while (*path == '/')
			path++;
	}
	return out->len <= LIMIT_PATH_BYTES;
}

bool name_normal(const char *name, struct buf *out)
{
	size_t len = strlen(name);

	buf_clear(out);
	if (len == 0 || len > LIMIT_PATH_BYTES || name[0] == '/' || !utf8_valid(name, len))
		return false;
	return parts_add(out, name, false) && out->len > 0;
}

bool name_resolve(const char *path, const char *target, struct buf *out)
{
	size_t folder = (size_t)(name_last_part(path) - path);

	buf_clear(out);
	if (strlen(target) > LIMIT_PATH_BYTES || !utf8_valid(target, strlen(target)))
		return false;
	if (*target == '\0') {
		buf_adds(out, path);
		return out->len > 0;
	}
	buf_reserve(out, 1);
	if (folder > 1 && target[0] != '/')
		buf_add(out, path, folder - 1);
	return parts_add(out, target, true);
}

bool name_is_markdown(const char *path)
{
	const char *name = name_last_part(path);
	size_t len = strlen(name);

	return suffix_cut(name, len, markdown_suffixes, COUNT(markdown_suffixes)) != len;
}

bool name_is_bundle(const char *path)
{
	const char *name = name_last_part(path);
	size_t len = strlen(name);

	return suffix_cut(name, len, bundle_suffixes, COUNT(bundle_suffixes)) != len;
}

bool name_is_litter(const char *path)
{
	return strncmp(path, "__MACOSX/", 9) == 0 || strncmp(name_last_part(path), "._", 2) == 0;
}

/* Whether a language code after "-" is written so that it cannot be a word:
 * "PL", "zh_CN". */
static bool is_large(const char *code, size_t n)
{
	return isupper((unsigned char)code[n - 2]) && isupper((unsigned char)code[n - 1]);
}

/* Whether a code that may as well be a word counts: one of a language that has
 * a name here, and not one that only an old habit makes a language. */
static bool is_likely(const char *code, size_t n, const char *lang)
{
	static const char words[] = "in by sh";

	return strcmp(lang_name(lang), lang) != 0 && !(n == 2 && strstr(words, (char[]){ code[0], code[1], '\0' }) != NULL);
}

/* Finds a language at the end of a file's name (without ".md"), the longest
 * first ("zh-CN" before "CN"); returns the length of what stands before it. */
static size_t suffix_language(const char *name, size_t len, char lang[LANG_MAX], enum name_how *how)
{
	size_t start = len > LANG_MAX ? len - LANG_MAX : 1;

	for (size_t i = len; i-- > start;)
		if (name[i] == '.') {
			start = i;
			break;
		}
	for (size_t i = start; i + 2 < len; i++) {
		size_t n = len - i - 1;
		bool likely;

		if (strchr(".-_", name[i]) == NULL || !lang_canonical(name + i + 1, n, lang))
			continue;
		likely = is_likely(name + i + 1, n, lang);
		*how = (name[i] == '.' && likely) || is_large(name + i + 1, n) ? NAME_SURE : NAME_MAYBE;
		if (name[i] != '.' && *how == NAME_MAYBE && !likely)
			continue;
		return i;
	}
	*how = NAME_PLAIN;
	lang[0] = '\0';
	return len;
}

/* A part of a path that says a language: what is to be taken away. */
struct said {
	size_t at, len;
	bool top;   /* the whole name of the top folder */
	bool ended; /* only the end of a folder's name: ".ru" */
};

/* The folder of path that is named like a language: the top one, else the
 * last; else the last whose name ends like one ("pages.ru").  False: none. */
static bool folder_language(const char *path, struct said *said, char lang[LANG_MAX])
{
	char code[LANG_MAX];
	bool found = false;

	for (const char *p = path, *slash; (slash = strchr(p, '/')) != NULL; p = slash + 1) {
		size_t k = (size_t)(slash - p);
		const char *dot = slash;
		bool whole = k >= 2 && k <= LANG_MAX && lang_canonical(p, k, code) && (p == path || is_likely(p, k, code));

		while (!whole && dot > p && *dot != '.')
			dot--;
		if (!whole && (dot == p || (found && !said->ended) || !lang_canonical(dot + 1, (size_t)(slash - dot) - 1, code) ||
			       !is_likely(dot + 1, (size_t)(slash - dot) - 1, code)))
			continue;
		said->at = (size_t)((whole ? p : dot) - path);
		said->len = (size_t)(slash - path) - said->at + (whole ? 1 : 0);
		said->top = whole && p == path;
		said->ended = !whole;
		memcpy(lang, code, LANG_MAX);
		found = true;
		if (said->top)
			break;
	}
	return found;
}

static enum name_how split(const char *path, bool small, struct buf *id, char lang[LANG_MAX])
{
	const char *name = name_last_part(path);
	size_t len = suffix_cut(name, strlen(name), markdown_suffixes, COUNT(markdown_suffixes));
	size_t folder = (size_t)(name - path);
	char code[LANG_MAX];
	struct said said;
	enum name_how how;
	size_t cut = suffix_language(name, len, lang, &how);

	buf_clear(id);
	if (how != NAME_SURE && folder_language(path, &said, code) && (said.top || said.ended || how == NAME_PLAIN || !small) &&
	    (small || !said.ended)) {
		memcpy(lang, code, LANG_MAX);
		buf_add(id, path, said.at);
		buf_add(id, path + said.at + said.len, folder + len - said.at - said.len);
		return said.top ? NAME_SURE : NAME_MAYBE;
	}
	if (how == NAME_MAYBE && !small && name[cut] != '.') {
		lang[0] = '\0';
		cut = len;
	}
	buf_add(id, path, folder + cut);
	return how;
}

enum name_how name_split(const char *path, struct buf *id, char lang[LANG_MAX])
{
	return split(path, true, id, lang);
}

void name_report(const char *path, struct buf *id, char lang[LANG_MAX])
{
	/* a small "-in" at the end is more often a word than a language */
	(void)split(path, false, id, lang);
}

/* Length of s less one version-like ending: "-2016", "_v1", ".2", " (1)". */
static size_t version_cut(const char *s, size_t len)
{
	size_t i = len;
	bool paren = i > 3 && s[i - 1] == ')';

	if (paren)
		i--;
	while (i > 0 && isdigit((unsigned char)s[i - 1]))
		i--;
	if (i == len - (paren ? 1 : 0) || i == 0)
		return len;
	if (paren) {
		if (s[--i] != '(')
			return len;
		while (i > 0 && s[i - 1] == ' ')
			i--;
		return i > 0 ? i : len;
	}
	if (i > 1 && (s[i - 1] == 'v' || s[i - 1] == 'V'))
		i--;
	if (i > 1 && strchr("-_. ", s[i - 1]) != NULL)
		return i - 1;
	return len;
}

void name_series(const char *file, struct buf *out)
{
	size_t n = strlen(file);
	size_t len, cut;

	while (n > 0 && file[n - 1] == '/')
		n--;
	len = n;
	while (len > 0 && file[len - 1] != '/')
		len--;
	file += len;
	len = suffix_cut(file, n - len, bundle_suffixes, COUNT(bundle_suffixes));
	len = suffix_cut(file, len, markdown_suffixes, COUNT(markdown_suffixes));
	while ((cut = version_cut(file, len)) != len)
		len = cut;
	buf_clear(out);
	buf_add(out, file, len);
	if (len == 0)
		buf_adds(out, "bundle");
}

int name_compare(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			size_t n, m;

			a += strspn(a, "0");
			b += strspn(b, "0");
			n = strspn(a, "0123456789");
			m = strspn(b, "0123456789");
			if (n != m)
				return n < m ? -1 : 1;
			if (memcmp(a, b, n) != 0)
				return memcmp(a, b, n);
			a += n;
			b += n;
			continue;
		}
		if (*a != *b)
			break;
		a++;
		b++;
	}
	/* a folder's own files stand before those of "folder-2" */
	if (*a == '/' || *b == '/')
		return *a == *b ? 0 : *a == '/' ? (*b == '\0' ? 1 : -1) : (*a == '\0' ? -1 : 1);
	return (int)(unsigned char)*a - (int)(unsigned char)*b;
}
