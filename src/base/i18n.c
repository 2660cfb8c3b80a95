#include <config.h>
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/format.h"
#include "base/io.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/plural.h"
#include "base/utf8.h"

enum { MO_HEADER = 28, MO_MAX = 8 << 20, PLURALS_MAX = 8, PLURAL_EXPR_MAX = 256 };

/* The one state of the program that is not in somebody's hands: every message
 * needs it.  It is set at the start, and when the person changes the language. */
static struct {
	struct buf file;
	uint32_t count, ids, strings; /* tables of (length, offset) */
	bool swapped;
	char lang[LANG_MAX];
	char plural[PLURAL_EXPR_MAX];
	unsigned long plurals;
} mo;

static uint32_t mo_u32(size_t at)
{
	unsigned char b[4];

	if (at > mo.file.len || mo.file.len - at < 4)
		return 0;
	memcpy(b, mo.file.data + at, 4);
	if (mo.swapped)
		return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
	return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

/* String i of a table with its length; NULL when it is not inside the file. */
static const char *mo_string(uint32_t table, uint32_t i, uint32_t *len)
{
	size_t at = table + 8 * (size_t)i;
	uint32_t n = mo_u32(at), offset = mo_u32(at + 4);

	if (offset >= mo.file.len || n >= mo.file.len - offset || mo.file.data[offset + n])
		return NULL;
	*len = n;
	return mo.file.data + offset;
}

static const char *mo_find(const char *id, uint32_t *len)
{
	uint32_t lo = 0, hi = mo.count;

	while (lo < hi) { /* msgfmt sorts the ids */
		uint32_t mid = lo + (hi - lo) / 2, n;
		const char *s = mo_string(mo.ids, mid, &n);
		int order;

		if (!s)
			return NULL;
		order = strcmp(id, s); /* of "one\0many" this sees "one" */
		if (!order)
			return mo_string(mo.strings, mid, len);
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool mo_table_fits(uint32_t table)
{
	return table >= MO_HEADER && table <= mo.file.len && mo.count <= (mo.file.len - table) / 8;
}

/* Every string lies in the file, is UTF-8, and the ids are in order. */
static bool mo_strings_fit(void)
{
	const char *last = NULL;

	for (uint32_t i = 0; i < mo.count; i++) {
		uint32_t n, m;
		const char *id = mo_string(mo.ids, i, &n), *s = mo_string(mo.strings, i, &m);

		if (!id || !s || !utf8_valid(id, n) || !utf8_valid(s, m))
			return false;
		if (last && strcmp(last, id) >= 0)
			return false;
		last = id;
	}
	return true;
}

/* Plural-Forms of the header; without it the English rule. */
static bool mo_plural_read(void)
{
	uint32_t len;
	const char *head = mo_find("", &len), *p;
	unsigned long value;
	size_t n;

	mo.plurals = 2;
	snprintf(mo.plural, sizeof mo.plural, "n != 1");
	p = head ? strstr(head, "Plural-Forms:") : NULL;
	p = p ? strstr(p, "nplurals=") : NULL;
	if (!p)
		return true;
	mo.plurals = strtoul(p + strlen("nplurals="), NULL, 10);
	p = strstr(p, "plural=");
	if (!p || mo.plurals < 1 || mo.plurals > PLURALS_MAX)
		return false;
	p += strlen("plural=");
	n = strcspn(p, ";\n");
	if (n >= sizeof mo.plural)
		return false;
	memcpy(mo.plural, p, n);
	mo.plural[n] = '\0';
	return plural_eval(mo.plural, 1, &value);
}

static bool mo_check(void)
{
	if (mo.file.len < MO_HEADER)
		return false;
	if (mo_u32(0) == 0xDE120495)
		mo.swapped = true;
	else if (mo_u32(0) != 0x950412DE)
		return false;
	mo.count = mo_u32(8);
	mo.ids = mo_u32(12);
	mo.strings = mo_u32(16);
	return mo_u32(4) >> 16 <= 1 && mo_table_fits(mo.ids) && mo_table_fits(mo.strings) && mo_strings_fit() &&
	       mo_plural_read();
}

static bool mo_read(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	bool ok;

	if (fd < 0)
		return false;
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && io_read_all(fd, &mo.file, MO_MAX);
	close(fd);
	return ok;
}

void i18n_free(void)
{
	buf_free(&mo.file);
	memset(&mo, 0, sizeof mo);
}

static bool i18n_read(const char *dir, const char *lang)
{
	const char *tails[] = { ".mo", ".gmo", "/LC_MESSAGES/qorjyn.mo" }; /* a stick, the build tree, installed */
	bool ok = false;

	for (size_t i = 0; !ok && i < sizeof tails / sizeof *tails; i++) {
		char *path = mem_printf("%s/%s%s", dir, lang, tails[i]);

		ok = mo_read(path);
		free(path);
	}
	return ok;
}

bool i18n_load(const char *dir, const char *lang)
{
	char code[LANG_MAX];

	i18n_free();
	if (!lang || !strcmp(lang, "en"))
		return true;
	/* a code that we know cannot lead out of dir */
	if (!dir || !lang_canonical(lang, strlen(lang), code) || strchr(lang, '/') || strlen(lang) >= sizeof mo.lang)
		return false;
	if (!i18n_read(dir, lang) || !mo_check()) {
		i18n_free();
		return false;
	}
	snprintf(mo.lang, sizeof mo.lang, "%s", lang);
	return true;
}

const char *i18n_language(void)
{
	return *mo.lang ? mo.lang : "en";
}

bool i18n_is_draft(void)
{
	uint32_t len;
	const char *head = mo.file.len ? mo_find("", &len) : NULL;

	return head && strstr(head, "\nX-Review: draft\n");
}

void i18n_choose(const char *dir, char *const *langs)
{
	bool ok = false;

	for (; langs && *langs && !ok; langs++) {
		char primary[LANG_MAX];

		snprintf(primary, sizeof primary, "%.*s", (int)strcspn(*langs, "-"), *langs);
		ok = i18n_load(dir, *langs) || i18n_load(dir, primary);
	}
}

const char *tr(const char *msgid)
{
	uint32_t len;
	const char *s = mo.file.len && *msgid ? mo_find(msgid, &len) : NULL;

	return s && *s && format_fits(msgid, s) ? s : msgid;
}

const char *tr_c(const char *context, const char *msgid)
{
	char key[512];
	uint32_t len;
	const char *s;

	if (!mo.file.len || (size_t)snprintf(key, sizeof key, "%s\004%s", context, msgid) >= sizeof key)
		return msgid;
	s = mo_find(key, &len);
	return s && *s && format_fits(msgid, s) ? s : msgid;
}

const char *tr_n(const char *one, const char *many, unsigned long n)
{
	uint32_t len;
	const char *s = mo.file.len && *one ? mo_find(one, &len) : NULL, *end;
	unsigned long which;

	if (!s || !plural_eval(mo.plural, n, &which) || which >= mo.plurals)
		return n == 1 ? one : many;
	for (end = s + len; which; which--) {
		s += strlen(s) + 1;
		if (s > end)
			return n == 1 ? one : many;
	}
	return *s && format_fits(many, s) ? s : n == 1 ? one : many;
}
