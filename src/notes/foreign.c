#include <config.h>

#include "notes/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "notes/cleaning.h"
#include "notes/note.h"
#include "notes/sum.h"

enum { MAGIC = 0x6E4A5131, FIELDS = 17, UUID_MAX = 512, OTHER_MAX = 1 << 20 };

struct head { uint32_t magic, kind, troubles, count, ntags, unusable, damaged, oversize; uint64_t strings_len; };
struct string { uint32_t at, len; };
struct entry { struct string field[FIELDS], source; uint32_t remarks, status, unique, block, offset, removed, ntags; };

/* OTHER is JSON, shown nowhere: it stays as it is. */
enum rule { RULE_NAME = CLEAN_NAME, RULE_LINE = CLEAN_LINE, RULE_TEXT = CLEAN_TEXT, RULE_OTHER };

static const struct { size_t at; enum rule rule; } fields[FIELDS] = {
	{ offsetof(struct note, uuid), RULE_NAME }, { offsetof(struct note, created), RULE_NAME }, { offsetof(struct note, modified), RULE_NAME },
	{ offsetof(struct note, creator), RULE_LINE }, { offsetof(struct note, series), RULE_NAME }, { offsetof(struct note, edition), RULE_NAME },
	{ offsetof(struct note, report), RULE_NAME }, { offsetof(struct note, lang), RULE_NAME }, { offsetof(struct note, rec), RULE_NAME },
	{ offsetof(struct note, title), RULE_LINE }, { offsetof(struct note, exact), RULE_LINE }, { offsetof(struct note, prefix), RULE_LINE },
	{ offsetof(struct note, suffix), RULE_LINE }, { offsetof(struct note, heading), RULE_TEXT }, { offsetof(struct note, digest), RULE_NAME },
	{ offsetof(struct note, text), RULE_TEXT }, { offsetof(struct note, other), RULE_OTHER },
};

static char **field_of(struct note *note, int n)
{
	return (char **)(void *)((char *)note + fields[n].at);
}

bool foreign_time_is_ours(const char *s)
{
	static const char shape[] = "0000-00-00T00:00:00Z";

	for (size_t i = 0; i < sizeof shape; i++)
		if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
			return false;
	return true;
}

/* ---- making it */

static struct string add_string(struct foreign_out *out, const char *s)
{
	struct string made = { (uint32_t)out->strings.len, (uint32_t)strlen(s) };

	buf_add(&out->strings, s, made.len + 1);
	return made;
}

void foreign_add(struct foreign_out *out, const struct note *note, const char *source, uint32_t remarks)
{
	struct entry e = { .source = add_string(out, source), .remarks = remarks, .status = note->status, .unique = note->unique,
		.block = note->block, .offset = note->offset, .removed = note->removed, .ntags = note->ntags };

	for (int n = 0; n < FIELDS; n++)
		e.field[n] = add_string(out, *(const char *const *)(const void *)((const char *)note + fields[n].at));
	for (uint32_t i = 0; i < note->ntags; i++) {
		struct string tag = add_string(out, note->tags[i]);

		buf_add(&out->tags, &tag, sizeof tag);
	}
	out->ntags += note->ntags;
	out->sums.count++;
	buf_add(&out->entries, &e, sizeof e);
}

void foreign_encode(struct foreign_out *out, struct buf *answer)
{
	const struct foreign *f = &out->sums;
	struct head head = { MAGIC, f->kind, f->troubles, f->count, out->ntags, f->unusable, f->damaged, f->oversize, out->strings.len };

	buf_add(answer, &head, sizeof head);
	buf_add(answer, buf_str(&out->entries), out->entries.len);
	buf_add(answer, buf_str(&out->tags), out->tags.len);
	buf_add(answer, buf_str(&out->strings), out->strings.len);
	buf_free(&out->entries);
	buf_free(&out->tags);
	buf_free(&out->strings);
}

/* ---- taking it apart: sizes first, then allocation */

struct record { struct head head; const char *entries, *tags, *strings; };

static bool take(const char **at, const char *end, const char **array, size_t count, size_t size)
{
	if (count > (size_t)(end - *at) / size)
		return false;
	*array = *at;
	*at += count * size;
	return true;
}

static bool take_apart(const char *bytes, size_t len, struct record *r)
{
	const char *at = bytes + sizeof r->head, *end = bytes + len;

	if (len < sizeof r->head || len > FOREIGN_RECORD_MAX)
		return false;
	memcpy(&r->head, bytes, sizeof r->head);
	if (r->head.magic != MAGIC || r->head.kind >= FOREIGN_KINDS || r->head.troubles & ~(uint32_t)FOREIGN_TROUBLES || r->head.count > FOREIGN_NOTES_MAX)
		return false;
	return take(&at, end, &r->entries, r->head.count, sizeof(struct entry)) && take(&at, end, &r->tags, r->head.ntags, sizeof(struct string)) &&
	       take(&at, end, &r->strings, (size_t)r->head.strings_len, 1) && at == end;
}

static struct entry entry_at(const struct record *r, uint32_t n)
{
	struct entry e;

	memcpy(&e, r->entries + n * sizeof e, sizeof e);
	return e;
}

static struct string tag_at(const struct record *r, uint32_t n)
{
	struct string s;

	memcpy(&s, r->tags + n * sizeof s, sizeof s);
	return s;
}

/* ---- checking; many may name the same bytes, so their lengths are summed up */

static bool check_string(const struct record *r, struct string s, uint64_t *total)
{
	*total += s.len;
	return s.at < r->head.strings_len && s.len < r->head.strings_len - s.at && r->strings[s.at + s.len] == '\0' &&
	       !memchr(r->strings + s.at, '\0', s.len) && *total <= FOREIGN_RECORD_MAX;
}

static bool check_entry(const struct record *r, const struct entry *e, uint64_t *total)
{
	if (e->remarks & ~(uint32_t)FOREIGN_REMARKS || e->status >= WORK_KINDS || e->unique >= UNIQUE_KINDS || e->removed > 1 || e->ntags > FOREIGN_TAGS_MAX)
		return false;
	for (int n = 0; n < FIELDS; n++)
		if (!check_string(r, e->field[n], total))
			return false;
	return check_string(r, e->source, total);
}

static bool check(const struct record *r)
{
	uint64_t total = 0, tags = 0;

	for (uint32_t n = 0; n < r->head.count; n++) {
		struct entry e = entry_at(r, n);

		if (!check_entry(r, &e, &total))
			return false;
		tags += e.ntags;
	}
	for (uint32_t n = 0; n < r->head.ntags; n++)
		if (!check_string(r, tag_at(r, n), &total))
			return false;
	return tags == r->head.ntags;
}

/* ---- cleaning */

static char *take_string(const struct record *r, struct string s, enum rule rule)
{
	return rule == RULE_OTHER ? mem_strndup(r->strings + s.at, s.len) : cleaned(r->strings + s.at, (enum cleaning)rule);
}

/* Whether a kept rest may be given to the parser that writes it again. */
static bool other_is_fit(const char *other)
{
	size_t len = strlen(other);

	return !len || (*other == '{' && len <= OTHER_MAX && sum_is_shallow(other, len));
}

static bool take_note(const struct record *r, uint32_t n, uint32_t *tag, struct foreign_note *to)
{
	struct entry e = entry_at(r, n);
	struct note *note = note_new();

	for (int i = 0; i < FIELDS; i++) {
		free(*field_of(note, i));
		*field_of(note, i) = take_string(r, e.field[i], fields[i].rule);
	}
	note->tags = e.ntags ? mem_calloc(e.ntags, sizeof *note->tags) : NULL;
	for (; note->ntags < e.ntags; note->ntags++)
		note->tags[note->ntags] = take_string(r, tag_at(r, (*tag)++), RULE_LINE);
	note->status = (enum work_status)e.status;
	note->unique = (enum note_unique)e.unique;
	note->block = e.block;
	note->offset = e.offset;
	note->removed = e.removed != 0;
	*to = (struct foreign_note){ note, take_string(r, e.source, RULE_NAME), e.remarks };
	return *note->uuid && strlen(note->uuid) <= UUID_MAX && foreign_time_is_ours(note->created) && foreign_time_is_ours(note->modified) &&
	       other_is_fit(note->other);
}

struct foreign *foreign_decode(const void *bytes, size_t len, struct err *err)
{
	struct foreign *f = NULL;
	struct record r;
	uint32_t tag = 0;
	bool ok = take_apart(bytes, len, &r) && check(&r);

	if (ok) {
		f = mem_calloc(1, sizeof *f);
		*f = (struct foreign){ .kind = (enum foreign_kind)r.head.kind, .troubles = r.head.troubles, .unusable = r.head.unusable,
			.damaged = r.head.damaged, .oversize = r.head.oversize };
		f->notes = mem_calloc((size_t)r.head.count + 1, sizeof *f->notes);
		while (ok && f->count < r.head.count) {
			ok = take_note(&r, f->count, &tag, &f->notes[f->count]);
			f->count++;
		}
	}
	if (ok)
		return f;
	foreign_free(f);
	err_set(err, _("The worker's answer did not check."));
	return NULL;
}

void foreign_free(struct foreign *f)
{
	if (!f)
		return;
	for (uint32_t n = 0; n < f->count; n++) {
		note_free(f->notes[n].note);
		free(f->notes[n].source);
	}
	free(f->notes);
	free(f);
}
