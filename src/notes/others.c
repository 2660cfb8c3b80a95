#include <config.h>

#include "notes/others.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "notes/cleaning.h"
#include "notes/file.h"
#include "notes/journal.h"
#include "notes/json.h"
#include "notes/note.h"

#define ENDING ".jsonl"
#define NAMELESS "person" /* whose name has no plain letter */

struct person { char *file, *name; struct note **notes; size_t count, cap; struct map by_uuid; };

struct others {
	char *folder;          /* NULL: there are none */
	const struct seal *seal; /* NULL: they are plain */
	bool read;
	struct person *people;
	size_t npeople, cap_people;
	const struct note **shown; /* not removed */
	size_t nshown;
	struct map by_key;     /* creator and UUID to index in shown */
	struct err trouble;
};

/* ---- names */

char *others_folder(const char *state)
{
	return mem_printf("%s/notes/from", state);
}

char *others_name(const char *name)
{
	char *clean = cleaned(name, CLEAN_LINE), *made = NULL;
	size_t start = strspn(clean, " "), end = strlen(clean);

	while (end > start && clean[end - 1] == ' ')
		end--;
	if (end > start && end - start <= OTHERS_NAME_MAX)
		made = mem_strndup(clean + start, end - start);
	free(clean);
	return made;
}

char *others_file(const char *name)
{
	enum { LETTERS = 40 };
	struct buf file = BUF_INIT;
	uint32_t sum = 0x811c9dc5u;

	for (const char *s = name; *s; s++) {
		char c = *s >= 'A' && *s <= 'Z' ? (char)(*s - 'A' + 'a') : *s;
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		sum = (sum ^ (unsigned char)*s) * 0x01000193u;
		if (file.len < LETTERS && plain)
			buf_addc(&file, c);
		else if (file.len && file.len < LETTERS && file.data[file.len - 1] != '-')
			buf_addc(&file, '-');
	}
	if (!file.len)
		buf_adds(&file, NAMELESS);
	if (file.data[file.len - 1] != '-')
		buf_addc(&file, '-');
	buf_addf(&file, "%08lx" ENDING, (unsigned long)sum);
	return buf_take(&file);
}

char *others_purpose(const char *file)
{
	return mem_printf("notes/from/%s", file);
}

/* ---- reading */

static bool read_line(void *ctx, const char *line, size_t len)
{
	struct person *p = ctx;
	struct note *note;
	enum json_line kind = json_read_line(line, len, &note);
	uint32_t at;

	if (kind != JSON_NOTE)
		return kind == JSON_HEADER;
	if (!map_get(&p->by_uuid, note->uuid, strlen(note->uuid), &at)) {
		map_set(&p->by_uuid, note->uuid, strlen(note->uuid), (uint32_t)p->count);
		p->notes = mem_grow(p->notes, p->count, &p->cap, sizeof *p->notes);
		p->notes[p->count++] = note;
	} else if (strcmp(note->modified, p->notes[at]->modified) >= 0) {
		note_free(p->notes[at]);
		p->notes[at] = note;
	} else {
		note_free(note);
	}
	return true;
}

static bool is_journal(const char *file)
{
	size_t len = strlen(file), ending = sizeof ENDING - 1;

	return len > ending && *file != '.' && !strcmp(file + len - ending, ENDING);
}

static int by_file(const void *a, const void *b)
{
	return strcmp(((const struct person *)a)->file, ((const struct person *)b)->file);
}

static void find_people(struct others *o)
{
	DIR *dir = opendir(o->folder);
	struct dirent *entry;

	if (!dir && errno != ENOENT && errno != ENOTDIR)
		err_sys(&o->trouble, errno, _("The notes of other people cannot be read"));
	while (dir && (entry = readdir(dir)) != NULL) {
		if (!is_journal(entry->d_name))
			continue;
		o->people = mem_grow(o->people, o->npeople, &o->cap_people, sizeof *o->people);
		o->people[o->npeople++] = (struct person){ .file = mem_strdup(entry->d_name) };
	}
	if (dir)
		closedir(dir);
	if (o->npeople > 1)
		qsort(o->people, o->npeople, sizeof *o->people, by_file);
}

/* What is in a file is by whom its notes say; a note that does not say it is by the file's person. */
static void name_person(struct person *p)
{
	char *stem = mem_strndup(p->file, strlen(p->file) - (sizeof ENDING - 1));

	for (size_t i = 0; i < p->count && !p->name; i++)
		if (*p->notes[i]->creator)
			p->name = mem_strdup(p->notes[i]->creator);
	if (!p->name)
		p->name = cleaned(stem, CLEAN_LINE);
	for (size_t i = 0; i < p->count; i++)
		if (!*p->notes[i]->creator)
			note_set(&p->notes[i]->creator, p->name);
	free(stem);
}

static int by_created(const void *a, const void *b)
{
	const struct note *x = *(struct note *const *)a, *y = *(struct note *const *)b;
	int c = strcmp(x->created, y->created);

	return c ? c : strcmp(x->uuid, y->uuid);
}

static char *key_of(const char *creator, const char *uuid)
{
	return mem_printf("%s\n%s", creator, uuid);
}

static void show(struct others *o, struct person *p)
{
	if (p->count > 1)
		qsort(p->notes, p->count, sizeof *p->notes, by_created);
	o->shown = mem_realloc(o->shown, o->nshown + p->count + 1, sizeof *o->shown);
	for (size_t i = 0; i < p->count; i++) {
		char *key;

		if (p->notes[i]->removed)
			continue;
		key = key_of(p->notes[i]->creator, p->notes[i]->uuid);
		map_set(&o->by_key, key, strlen(key), (uint32_t)o->nshown);
		free(key);
		o->shown[o->nshown++] = p->notes[i];
	}
}

static void read_all(struct others *o)
{
	if (!o || o->read || !o->folder)
		return;
	o->read = true;
	find_people(o);
	for (size_t i = 0; i < o->npeople; i++) {
		struct person *p = &o->people[i];
		struct err err = ERR_INIT;

		char *purpose = others_purpose(p->file);

		journal_close(journal_open_sealed(o->folder, p->file, o->seal, purpose, false, read_line, p, &err));
		free(purpose);
		if (*err_text(&err) && !*err_text(&o->trouble))
			err_set(&o->trouble, "%s", err_text(&err));
		err_free(&err);
		name_person(p);
		show(o, p);
	}
}

static void drop_all(struct others *o)
{
	for (size_t i = 0; i < o->npeople; i++) {
		for (size_t n = 0; n < o->people[i].count; n++)
			(o->seal ? note_wipe : note_free)(o->people[i].notes[n]);
		free(o->people[i].notes);
		free(o->people[i].file);
		free(o->people[i].name);
		map_free(&o->people[i].by_uuid);
	}
	free(o->people);
	free(o->shown);
	map_free(&o->by_key);
	err_free(&o->trouble);
}

/* ---- the whole */

struct others *others_new(const char *state, const struct seal *seal)
{
	struct others *o = mem_calloc(1, sizeof *o);

	o->folder = state ? others_folder(state) : NULL;
	o->seal = seal;
	return o;
}

void others_free(struct others *o)
{
	if (!o)
		return;
	drop_all(o);
	free(o->folder);
	free(o);
}

size_t others_count(struct others *o)
{
	read_all(o);
	return o ? o->nshown : 0;
}

const struct note *others_note(struct others *o, size_t n)
{
	return n < others_count(o) ? o->shown[n] : NULL;
}

const struct note *others_find(struct others *o, const char *creator, const char *uuid)
{
	char *key = key_of(creator, uuid);
	uint32_t at;
	bool found = others_count(o) && map_get(&o->by_key, key, strlen(key), &at);

	free(key);
	return found ? o->shown[at] : NULL;
}

size_t others_each(struct others *o, const char *series, const char *report, others_fn *fn, void *ctx)
{
	size_t n, found = 0, count = others_count(o);

	for (n = 0; n < count; n++) {
		if (strcmp(o->shown[n]->report, report) != 0 || strcmp(o->shown[n]->series, series) != 0)
			continue;
		fn(ctx, o->shown[n]);
		found++;
	}
	return found;
}

const char *others_trouble(struct others *o)
{
	read_all(o);
	return o ? err_text(&o->trouble) : "";
}

size_t others_people(struct others *o)
{
	read_all(o);
	return o ? o->npeople : 0;
}

const char *others_person(struct others *o, size_t n)
{
	return n < others_people(o) ? o->people[n].name : NULL;
}

/* ---- letting go */

static struct person *find_person(struct others *o, const char *name)
{
	char *file = others_file(name);
	struct person *found = NULL;

	for (size_t i = 0; i < others_people(o); i++)
		if (!strcmp(o->people[i].file, file) || (!found && !strcmp(o->people[i].name, name)))
			found = &o->people[i];
	free(file);
	return found;
}

static bool always(void *ctx, const char *line, size_t len)
{
	(void)ctx;
	(void)line;
	(void)len;
	return true;
}

static bool remove_files(const struct others *o, const char *file, struct err *err)
{
	static const char *const endings[] = { "", ".old", ".new" };
	char *purpose = others_purpose(file);
	struct journal *j = journal_open_sealed(o->folder, file, o->seal, purpose, true, always, NULL, NULL);
	bool ok = journal_hold(j, err); /* nobody writes it meanwhile */

	for (size_t i = 0; ok && i < sizeof endings / sizeof *endings; i++) {
		char *path = mem_printf("%s/%s%s", o->folder, file, endings[i]);

		if (unlink(path) != 0 && errno != ENOENT)
			ok = err_sys(err, errno, _("The notes cannot be removed"));
		free(path);
	}
	journal_close(j);
	free(purpose);
	return ok && (folder_sync(o->folder) || err_sys(err, errno, _("The notes cannot be removed")));
}

bool others_forget(struct others *o, const char *name, size_t *count, struct err *err)
{
	struct person *p = find_person(o, name);

	*count = 0;
	if (!p)
		return err_set(err, _("There are no notes of anybody called %s."), name);
	for (size_t i = 0; i < p->count; i++)
		*count += !p->notes[i]->removed;
	if (!remove_files(o, p->file, err))
		return false;
	drop_all(o);
	*o = (struct others){ .folder = o->folder, .seal = o->seal };
	return true;
}
