#include <config.h>

#include "reader/belongs.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "bundle/name.h"

/* A pattern without a slash is for names in any folder, one with a slash for
 * paths from the top; one that ends in a slash is for folders only. */
static bool fits(const char *pattern, const char *path, bool folder)
{
	size_t len = strlen(pattern);
	bool only_folders = len > 1 && pattern[len - 1] == '/', from_top;
	char *p;
	bool is;

	if (only_folders && !folder)
		return false;
	p = mem_strndup(pattern, len - only_folders);
	from_top = strchr(p, '/') != NULL;
	is = from_top ? !fnmatch(p + (p[0] == '/'), path, FNM_PATHNAME | FNM_PERIOD) : !fnmatch(p, name_last_part(path), FNM_PERIOD);
	free(p);
	return is;
}

static bool any_fits(char *const *patterns, const char *path, bool folder)
{
	for (; patterns && *patterns; patterns++)
		if (fits(*patterns, path, folder))
			return true;
	return false;
}

/* The last line that fits decides. */
static bool is_ignored(const struct patterns *p, const char *path, bool folder)
{
	for (size_t i = p->n; i-- > 0;) {
		bool back = p->list[i][0] == '!';

		if (fits(p->list[i] + back, path, folder))
			return !back;
	}
	return false;
}

/* Whether one of --include fits the path or a folder that it lies in. */
static bool is_included(char *const *include, const char *path)
{
	char *part = mem_strdup(path);
	bool is = any_fits(include, path, false);

	for (char *slash = strchr(part, '/'); slash && !is; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		is = any_fits(include, part, true);
		*slash = '/';
	}
	free(part);
	return is;
}

static bool ends(const char *name, const char *with)
{
	size_t n = strlen(name), m = strlen(with);

	return n > m && !strcasecmp(name + n - m, with);
}

static bool is_system(const char *name)
{
	static const char *const names[] = { "Thumbs.db", "ehthumbs.db", "desktop.ini", "__MACOSX" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcasecmp(name, names[i]))
			return true;
	return false;
}

static bool is_backup(const char *name)
{
	static const char *const suffixes[] = { "~", ".bak", ".orig", ".swp", ".swo", ".tmp" };
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (ends(name, suffixes[i]))
			return true;
	return !strncmp(name, "~$", 2) || (n > 2 && name[0] == '#' && name[n - 1] == '#');
}

enum belongs belongs(const struct belonging *b, const char *path, bool folder)
{
	const char *name = name_last_part(path);

	if (name[0] == '.')
		return LEFT_HIDDEN;
	if (is_system(name))
		return LEFT_SYSTEM;
	if (!folder && is_backup(name))
		return LEFT_BACKUP;
	if (!folder && (name_is_bundle(name) || ends(name, ".minisig")))
		return LEFT_ARCHIVE;
	if (any_fits(b->exclude, path, folder) || is_ignored(&b->ignore, path, folder))
		return LEFT_IGNORED;
	/* the manifest belongs whatever else is named */
	if (!folder && b->include && *b->include && strcmp(path, "bundle.yaml") && !is_included(b->include, path))
		return LEFT_IGNORED;
	return BELONGS;
}

enum belongs belongs_all(const struct belonging *b, const char *path)
{
	char *part = mem_strdup(path);
	enum belongs is = BELONGS;

	for (char *slash = strchr(part, '/'); slash && is == BELONGS; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		is = belongs(b, part, true);
		*slash = '/';
	}
	free(part);
	return is != BELONGS ? is : belongs(b, path, false);
}

/* "./drafts/" is "/drafts/". */
static char *pattern_of(const char *line, size_t n)
{
	size_t back = *line == '!', here = n > back + 1 && line[back] == '.' && line[back + 1] == '/';

	return mem_printf("%.*s%.*s", (int)back, line, (int)(n - back - here), line + back + here);
}

void belongs_read(struct belonging *b, const char *text, size_t len)
{
	struct patterns *ignore = &b->ignore;
	struct buf utf8 = BUF_INIT;
	const char *p, *end, *line;
	size_t n;

	/* some editors begin with a mark, or write UTF-16 */
	if (!charset_to_utf8(text, len, PATTERNS_MAX, &utf8))
		buf_add(&utf8, text, len);
	end = buf_str(&utf8) + utf8.len;
	p = buf_str(&utf8) + utf8_mark(buf_str(&utf8), utf8.len);
	while (line_next(&p, end, &line, &n)) {
		while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
			n--;
		if (!n || line[0] == '#' || memchr(line, '\0', n) || (n == 1 && line[0] == '!'))
			continue;
		ignore->list = mem_grow(ignore->list, ignore->n, &ignore->cap, sizeof *ignore->list);
		ignore->list[ignore->n++] = pattern_of(line, n);
	}
	buf_free(&utf8);
}

void belongs_forget(struct belonging *b)
{
	for (size_t i = 0; i < b->ignore.n; i++)
		free(b->ignore.list[i]);
	free(b->ignore.list);
	memset(&b->ignore, 0, sizeof b->ignore);
}

void belongs_free(struct belonging *b)
{
	belongs_forget(b);
	memset(b, 0, sizeof *b);
}
