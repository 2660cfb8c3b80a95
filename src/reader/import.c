#include <config.h>

#include "reader/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "notes/note.h"
#include "notes/others.h"
#include "reader/library.h"
#include "reader/placing.h"
#include "reader/reader.h"
#include "worker/job.h"

/* ---- reading */

static struct foreign *read_bytes(struct reader *r, const char *bytes, size_t len, struct err *err)
{
	struct job *job = job_notes(r->spawner, bytes, len, err);
	struct foreign *f = NULL;

	if (job) {
		job_wait(job, NULL);
		f = job_take_notes(job, err);
	}
	job_free(job);
	return f;
}

/* Why there is nothing to take. */
static bool say_nothing(const struct foreign *f, struct err *err)
{
	if (f->troubles & FOREIGN_EMPTY)
		return err_set(err, "%s", _("It is empty."));
	if (f->troubles & FOREIGN_NOT_JSON)
		return err_set(err, "%s", _("It is not JSON, so it is no file of notes. A journal, an export of notes as JSON or as annotations can be read."));
	if (f->oversize)
		return err_set(err, "%s", _("The notes in it are too long to be kept."));
	if (f->troubles & (FOREIGN_CUT | FOREIGN_BROKEN) || f->damaged)
		return err_set(err, "%s", _("It is damaged: not one whole note is in it."));
	if (f->unusable)
		return err_set(err, "%s", _("There are no notes in it, only other things. An export holds notes when it was made with --with-notes."));
	return err_set(err, "%s", _("There are no notes in it."));
}

static void sum_up(const struct foreign *f, struct import *result)
{
	result->kind = f->kind;
	result->troubles = f->troubles;
	result->notes = f->count;
	result->unusable = f->unusable;
	result->damaged = f->damaged;
	result->oversize = f->oversize;
	for (uint32_t i = 0; i < f->count; i++) {
		result->selectors += (f->notes[i].remarks & FOREIGN_SELECTOR) != 0;
		result->cleaned += (f->notes[i].remarks & FOREIGN_CLEANED) != 0;
		result->undated += (f->notes[i].remarks & FOREIGN_UNDATED) != 0;
	}
}

/* ---- whose they are */

/* "" the person's own; NULL: it cannot be told.  A name in a file of qorjyn says that the note is another person's. */
static char *owner_of(const struct foreign *f, const struct note *note, const struct import_how *how)
{
	if (how->mine && (f->kind == FOREIGN_OTHER || !*note->creator))
		return mem_strdup("");
	if (how->from)
		return mem_strdup(how->from);
	if (*note->creator)
		return others_name(note->creator);
	return f->kind == FOREIGN_JOURNAL ? mem_strdup("") : NULL;
}

static uint32_t person_of(struct import *result, struct map *names, const char *name)
{
	uint32_t n;

	if (map_get(names, name, strlen(name), &n))
		return n;
	result->people = mem_realloc(result->people, (size_t)result->npeople + 1, sizeof *result->people);
	result->people[result->npeople] = (struct import_person){ .name = mem_strdup(name) };
	map_set(names, name, strlen(name), result->npeople);
	return result->npeople++;
}

/* Who owns each note, by number; false: not to be told of all. */
static bool find_owners(const struct foreign *f, const struct import_how *how, struct import *result, uint32_t *owners, struct err *err)
{
	struct map names = MAP_INIT;
	unsigned long nobody = 0;

	for (uint32_t i = 0; i < f->count && result->npeople <= IMPORT_PEOPLE_MAX; i++) {
		char *name = owner_of(f, f->notes[i].note, how);

		nobody += !name;
		owners[i] = name ? person_of(result, &names, name) : 0;
		free(name);
	}
	map_free(&names);
	if (nobody)
		return err_set(err, tr_n("It does not say whose notes they are (%lu note without a name). Say --mine when they are yours, or --from NAME when they are another person's.",
		                         "It does not say whose notes they are (%lu notes without a name). Say --mine when they are yours, or --from NAME when they are another person's.",
		                         nobody), nobody);
	if (result->npeople > IMPORT_PEOPLE_MAX)
		return err_set(err, _("It has notes of more than %d people. Keep them under one name with --from NAME."), (int)IMPORT_PEOPLE_MAX);
	return true;
}

/* Own notes bear no name; others' always do, and when theirs is not the one they are kept under, both. */
static void set_creator(struct note *note, const char *name)
{
	char *both = NULL;

	if (*name && *note->creator && strcmp(note->creator, name))
		both = mem_printf("%s (%s)", note->creator, name);
	note_set(&note->creator, both ? both : name);
	free(both);
}

/* ---- placing */

static void place(struct reader *r, struct foreign *f, struct import *result)
{
	uint32_t without = 0;

	for (uint32_t i = 0; i < f->count; i++)
		without += !(f->notes[i].remarks & FOREIGN_OURS) && !f->notes[i].note->removed;
	if (!without)
		return;
	if (!r->library)
		reader_scan(r);
	library_wait(r->library, NULL);
	result->placed = placing_find(r, f->notes, f->count);
	result->unplaced = without - result->placed;
}

/* ---- merging */

static bool has_same_words(const struct note *a, const struct note *b)
{
	if (strcmp(a->text, b->text) || strcmp(a->exact, b->exact) || a->status != b->status || a->ntags != b->ntags || a->removed != b->removed)
		return false;
	for (uint32_t i = 0; i < a->ntags; i++)
		if (strcmp(a->tags[i], b->tags[i]))
			return false;
	return true;
}

static bool is_own(const struct merge *own, const struct note *note)
{
	const struct note *have = own ? merge_find(own, note->uuid) : NULL;

	return have && has_same_words(have, note);
}

struct merging { const struct foreign *file; const uint32_t *owners; const char *own_folder, *from_folder; const struct merge *own; };

static bool merge_person(const struct merging *with, uint32_t person, struct import *result, struct err *err)
{
	struct import_person *p = &result->people[person];
	char *file = *p->name ? others_file(p->name) : mem_strdup("mine.jsonl");
	struct merge *m = merge_open(*p->name ? with->from_folder : with->own_folder, file, true, err);
	bool ok = m != NULL;

	for (uint32_t i = 0; ok && i < with->file->count; i++) {
		struct note *note = with->file->notes[i].note;

		if (with->owners[i] != person)
			continue;
		if (*p->name && is_own(with->own, note)) {
			p->own++;
			continue;
		}
		set_creator(note, p->name);
		p->oversize += !merge_add(m, note);
	}
	ok = ok && merge_save(m, &p->counts, err);
	merge_close(m);
	free(file);
	return ok;
}

static bool merge_all(struct reader *r, const struct foreign *f, const uint32_t *owners, struct import *result, struct err *err)
{
	char *own_folder = mem_printf("%s/notes", r->paths.state), *from_folder = others_folder(r->paths.state);
	struct merge *own = merge_open(own_folder, "mine.jsonl", false, NULL);
	const struct merging with = { f, owners, own_folder, from_folder, own };
	bool ok = true;

	for (uint32_t i = 0; ok && i < result->npeople; i++)
		ok = merge_person(&with, i, result, err);
	merge_close(own);
	free(own_folder);
	free(from_folder);
	return ok;
}

bool import_notes(struct reader *r, const char *bytes, size_t len, const struct import_how *how, struct import *result, struct err *err)
{
	struct foreign *f = read_bytes(r, bytes, len, err);
	uint32_t *owners;
	bool ok;

	*result = (struct import){ .people = NULL };
	if (!f)
		return false;
	sum_up(f, result);
	if (f->troubles & FOREIGN_MANY)
		err_set(err, _("It has more than %lu notes; nothing was taken from it. Make smaller files of it."), (unsigned long)FOREIGN_NOTES_MAX);
	else if (!f->count)
		say_nothing(f, err);
	if (f->troubles & FOREIGN_MANY || !f->count) {
		foreign_free(f);
		return false;
	}
	owners = mem_calloc(f->count, sizeof *owners);
	ok = find_owners(f, how, result, owners, err);
	if (ok) {
		place(r, f, result);
		ok = merge_all(r, f, owners, result, err);
	}
	free(owners);
	foreign_free(f);
	return ok;
}

void import_free(struct import *result)
{
	for (uint32_t i = 0; i < result->npeople; i++)
		free(result->people[i].name);
	free(result->people);
	*result = (struct import){ .people = NULL };
}
