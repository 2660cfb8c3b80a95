/* Names that get lost on the way: on FAT, in Windows, in the eye of the reader. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fold.h"
#include "base/mem.h"
#include "base/props.h"
#include "base/text.h"
#include "base/utf8.h"
#include "bundle/limits.h"
#include "reader/folder.h"
#include "reader/library.h"
#include "reader/lint_parts.h"

enum { PART_MAX = 255 /* UTF-16 units of one name, of FAT and NTFS */, PATH_MAX_UNITS = 240 /* what Windows leaves of its 260 for a path below a folder */ };

/* ---- letters that look alike */

/* Cyrillic and Greek letters beside the Latin ones that they look like, small and capital, by the Latin letter. */
static const struct { char latin; const char *others; } alike[] = {
	{ 'a', "аαА" "Α" }, { 'b', "ВΒЬ" }, { 'c', "сСϲϹ" }, { 'd', "ԁ" }, { 'e', "еЕΕҽ" }, { 'h', "һНΗҺ" }, { 'i', "іІιΙ" }, { 'j', "јЈϳ" }, { 'k', "КΚκ" },
	{ 'l', "ӏӀ" }, { 'm', "МΜ" }, { 'n', "Ν" }, { 'o', "оОοΟσ" }, { 'p', "рРρΡ" }, { 'q', "ԛ" }, { 's', "ѕЅ" }, { 't', "ТΤ" }, { 'u', "υ" }, { 'v', "νѵ" },
	{ 'w', "ԝԜ" }, { 'x', "хХχΧ" }, { 'y', "уУγΥҮ" }, { 'z', "Ζ" },
};

/* The Latin letter (small) that c looks like, itself when it is one; 0 none. */
static char looks_like(uint32_t c)
{
	char u[4];
	size_t n = utf8_put(u, c);

	if (c < 0x80)
		return isalpha((int)c) ? (char)tolower((int)c) : 0;
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		for (const char *s = alike[i].others; *s;) {
			size_t len = ((unsigned char)*s & 0xE0) == 0xC0 ? 2 : 3;

			if (len == n && !memcmp(s, u, n))
				return alike[i].latin;
			s += len;
		}
	return 0;
}

/* What is seen of one word, script by script. */
struct word { unsigned latin, latin_alike, other, other_alike; };

static void see_letter(struct word *w, uint32_t c)
{
	const char *script = c < 0x80 ? "Latin" : props_script(c);
	/* a Latin letter that some other script has too */
	static const char doubles[] = "abcdehijklmopqstuvwxyABCEHIJKMNOPSTXYZ";

	if (!strcmp(script, "Latin")) {
		w->latin++;
		w->latin_alike += c < 0x80 && strchr(doubles, (int)c) != NULL;
	} else if (!strcmp(script, "Cyrillic") || !strcmp(script, "Greek")) {
		w->other++;
		w->other_alike += looks_like(c) != 0;
	}
}

/* One script's letters are all such that they could be the other's. */
static bool is_suspect(const struct word *w)
{
	return w->latin && w->other && (w->other_alike == w->other || (w->latin_alike == w->latin && w->latin < w->other));
}

bool lint_is_mixed(const char *s, char **word)
{
	const char *start = s, *end = s + strlen(s);
	struct word w = { 0 };

	if (utf8_plain(s, (size_t)(end - s)))
		return false;
	while (s <= end) {
		uint32_t c = 0;
		size_t n = s < end ? utf8_get(s, (size_t)(end - s), &c) : 1;

		if (s < end && c != UTF8_BAD && (props_letter(c) || props_mark(c))) {
			see_letter(&w, c);
		} else {
			if (is_suspect(&w)) {
				*word = mem_strndup(start, (size_t)(s - start));
				return true;
			}
			w = (struct word){ 0 };
			start = s + n;
		}
		s += n;
	}
	return false;
}

/* The name as the eye takes it, in out. */
static void skeleton(const char *name, struct buf *out)
{
	char *key = fold_key(name);
	size_t len = strlen(key), n;

	for (const char *s = key; *s; s += n) {
		uint32_t c;
		char latin;

		n = utf8_get(s, len - (size_t)(s - key), &c);
		latin = c == UTF8_BAD ? 0 : looks_like(c);
		if (latin)
			buf_addc(out, latin);
		else
			buf_add(out, s, n);
	}
	free(key);
}

/* ---- one part of a path */

/* CON, NUL, COM1 ..., with or without a suffix. */
static bool is_reserved(const char *part, size_t len)
{
	static const char *const names[] = { "con", "prn", "aux", "nul" };
	size_t n = 0;

	while (n < len && part[n] != '.')
		n++;
	while (n && part[n - 1] == ' ')
		n--;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (n == 3 && !strncasecmp(part, names[i], 3))
			return true;
	return n == 4 && (!strncasecmp(part, "com", 3) || !strncasecmp(part, "lpt", 3)) && part[3] >= '1' && part[3] <= '9';
}

static size_t units(const char *s, size_t len)
{
	size_t n = 0;

	/* a character of four bytes is two units */
	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xC0) != 0x80 ? 1 + ((unsigned char)s[i] >= 0xF0) : 0;
	return n;
}

static bool is_nfc(const char *s, size_t len)
{
	uint32_t before = 0, c;

	for (size_t i = 0; i < len;) {
		i += utf8_get(s + i, len - i, &c);
		if (before && c >= 0x300 && props_compose(before, c))
			return false;
		before = c;
	}
	return true;
}

/* A name that is cleaned already: what nobody sees is "<U+XXXX>" in it. */
static void look_at_part(struct lint_file *f, const char *part, size_t len)
{
	char *name = mem_strndup(part, len), *word, sign[2] = { 0 };
	const char *bad = name;

	while ((bad = strpbrk(bad, "<>:\"\\|?*")) && (!strncmp(bad, "<U+", 3) || (*bad == '>' && bad > name && isxdigit((unsigned char)bad[-1]) && strstr(name, "<U+"))))
		bad++;
	if (strstr(name, "<U+"))
		lint_say(f, LINT_NAME_HIDDEN, 0, NULL, NULL, NULL);
	if (bad) {
		sign[0] = *bad;
		lint_say(f, LINT_NAME_CHARACTER, 0, sign, NULL, NULL);
	}
	if (is_reserved(part, len))
		lint_say(f, LINT_NAME_RESERVED, 0, name, NULL, NULL);
	if (len && (part[len - 1] == '.' || part[len - 1] == ' '))
		lint_say(f, LINT_NAME_ENDING, 0, name, NULL, NULL);
	if (units(part, len) > PART_MAX)
		lint_say(f, LINT_NAME_LONG, 0, NULL, NULL, NULL);
	if (!is_nfc(part, len))
		lint_say(f, LINT_NAME_NFC, 0, NULL, NULL, NULL);
	if (lint_is_mixed(name, &word)) {
		lint_say(f, LINT_NAME_MIXED, 0, word, NULL, NULL);
		free(word);
	}
	free(name);
}

/* ---- all of them */

struct looking {
	struct lint *l;
	struct map folders;   /* seen */
	struct map keys;      /* folded folder -> number in names */
	struct map skeletons; /* -> number in names */
	char **names;
	size_t count, cap, nfolders;
};

static const char *remember(struct looking *k, struct map *m, const char *key, size_t len, const char *name)
{
	uint32_t at;

	if (map_get(m, key, len, &at))
		return k->names[at];
	k->names = mem_grow(k->names, k->count, &k->cap, sizeof *k->names);
	map_set(m, key, len, (uint32_t)k->count);
	k->names[k->count++] = mem_strdup(name);
	return NULL;
}

/* Another name of the same looks, letter for letter another one. */
static void look_alike(struct looking *k, struct lint_file *f, const char *path)
{
	struct buf seen = BUF_INIT;
	const char *other;
	char *mine, *theirs;

	skeleton(path, &seen);
	other = remember(k, &k->skeletons, buf_str(&seen), seen.len, path);
	if (other) {
		mine = fold_key(path);
		theirs = fold_key(other);
		if (strcmp(mine, theirs))
			lint_say(f, LINT_NAME_ALIKE, 0, other, NULL, NULL);
		free(mine);
		free(theirs);
	}
	buf_free(&seen);
}

static void look_at_folder(struct looking *k, const char *path, size_t len, size_t part)
{
	char *folder, *key;
	const char *other;
	struct lint_file f;

	if (map_get(&k->folders, path, len, NULL) || k->nfolders == LIMIT_MEMBERS)
		return;
	k->nfolders++;
	map_set(&k->folders, path, len, 1);
	folder = mem_strndup(path, len);
	key = fold_key(folder);
	lint_begin(&f, folder);
	look_at_part(&f, path + part, len - part);
	other = remember(k, &k->keys, key, strlen(key), folder);
	if (other)
		lint_say(&f, LINT_NAME_CASE, 0, other, NULL, NULL);
	else
		look_alike(k, &f, folder);
	lint_end(k->l, &f);
	free(key);
	free(folder);
}

static void look_at(struct looking *k, const char *path)
{
	size_t part = 0, len = strlen(path);
	struct lint_file f;

	while (part < len && strchr(path + part, '/')) {
		size_t end = (size_t)(strchr(path + part, '/') - path);

		look_at_folder(k, path, end, part);
		part = end + 1;
	}
	lint_begin(&f, path);
	look_at_part(&f, path + part, len - part);
	if (units(path, len) > PATH_MAX_UNITS && units(path + part, len - part) <= PART_MAX)
		lint_say(&f, LINT_NAME_LONG, 0, NULL, NULL, NULL);
	look_alike(k, &f, path);
	lint_end(k->l, &f);
}

/* Of a folder the index names only what it reads; all the rest will be packed with it. */
static void look_at_folder_files(struct looking *k)
{
	uint32_t n;
	char **names = folder_names(k->l->bundle->path, &n);
	uint64_t size;
	bool is_folder;

	for (uint32_t i = 0; i < n; i++) {
		char *path = text_name(names[i]);

		if (!folder_has(k->l->bundle->path, names[i], &size, &is_folder)) {
			struct lint_file f;

			lint_begin(&f, path);
			lint_say(&f, LINT_NOT_REGULAR, 0, NULL, NULL, NULL);
			lint_end(k->l, &f);
		}
		look_at(k, path);
		free(path);
		free(names[i]);
	}
	free(names);
}

void lint_names(struct lint *l)
{
	struct looking k = { .l = l };

	if (l->bundle->kind == BUNDLE_FOLDER)
		look_at_folder_files(&k);
	for (uint32_t m = 0; l->bundle->kind == BUNDLE_ARCHIVE && m < l->ix->nmembers && !l->enough; m++)
		if (l->ix->members[m].problem != PROBLEM_NAME && l->ix->members[m].problem != PROBLEM_TWICE)
			look_at(&k, l->ix->members[m].path);
	for (size_t i = 0; i < k.count; i++)
		free(k.names[i]);
	free(k.names);
	map_free(&k.folders);
	map_free(&k.keys);
	map_free(&k.skeletons);
}
