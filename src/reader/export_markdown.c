/* Markdown: a quotation, its citation, what the report declares, and the person's own note set apart. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "doc/rec_words.h"
#include "notes/note.h"
#include "reader/export_parts.h"
#include "reader/library.h"
#include "reader/noted.h"

/* ---- text that stays as it is, for CommonMark and for pandoc's additions */

/* "12." or "a)" or "iv." at the beginning of a line would begin a list: how long it is without its last sign. */
static size_t list_number(const char *s)
{
	size_t digits = strspn(s, "0123456789"), roman = strspn(s, "ivxlcdmIVXLCDM");
	bool letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
	size_t n = digits ? digits : roman ? roman : letter;

	return n && (s[n] == '.' || s[n] == ')') && (!s[n + 1] || s[n + 1] == ' ' || s[n + 1] == '\n') ? n : 0;
}

/* After a line end comes between, so that a quotation or a note goes on. */
static void md_text(struct buf *out, const char *value, const char *between)
{
	struct buf keep = BUF_INIT;
	const char *s = export_safe(value, &keep);
	bool begins = true;

	s += strspn(s, " \n");
	for (; *s; s++) {
		size_t number = begins ? list_number(s) : 0;

		if (*s == '\n') {
			buf_adds(out, between);
			s += strspn(s + 1, " \n");
			begins = true;
			continue;
		}
		if (number) {
			buf_add(out, s, number);
			s += number;
		}
		if (number || strchr("\\`*_[]<>&~|$^@{}", *s) || (begins && strchr("#+-=:(!%", *s)) || (s[1] == *s && strchr("-.=:'\"", *s)))
			buf_addc(out, '\\');
		buf_addc(out, *s);
		begins = false;
	}
	buf_free(&keep);
}

/* ---- words, as an office program counts them */

static unsigned long count_words(const char *s)
{
	unsigned long n = 0;
	bool inside = false;

	for (; *s; s++) {
		bool gap = *s == ' ' || *s == '\n';

		n += !gap && !inside;
		inside = !gap;
	}
	return n;
}

/* What a submission to the UPR may have. */
enum { WORDS_ALONE = 2815, WORDS_JOINT = 5630 };

static void add_counts(struct exporting *x)
{
	unsigned long quoted = 0, own = 0;

	for (uint32_t i = 0; i < x->view->count; i++) {
		const struct rec_entry *e = export_entry(x, i);
		const struct note *note = e ? export_private_note(x, e) : NULL;

		quoted += e ? count_words(e->context) + count_words(e->text) : 0;
		own += note ? count_words(note->text) : 0;
	}
	buf_addf(x->out, _("Words in quotations: %lu; in notes: %lu; together, without citations: %lu."), quoted, own, quoted + own);
	buf_adds(x->out, "\n\n");
	if (quoted + own <= WORDS_ALONE)
		buf_adds(x->out, _("This is within the 2,815 words of a submission to the Universal Periodic Review (5,630 for a joint one)."));
	else if (quoted + own <= WORDS_JOINT)
		buf_adds(x->out, _("This is more than the 2,815 words of a submission to the Universal Periodic Review, but within the 5,630 of a joint one."));
	else
		buf_adds(x->out, _("This is more than the 2,815 words of a submission to the Universal Periodic Review, and than the 5,630 of a joint one."));
	buf_adds(x->out, "\n\n");
}

/* ---- one entry */

/* Lines of one paragraph. */
struct lines {
	struct buf *out;
	bool any;
};

static void line(struct lines *l, const char *s)
{
	if (l->any)
		buf_adds(l->out, "\\\n");
	l->any = true;
	md_text(l->out, s, " ");
}

static void field(struct lines *l, enum rec_key key, const char *value)
{
	struct buf s = BUF_INIT;

	if (!*value)
		return;
	rec_field_text(key, value, strlen(value), &s);
	line(l, buf_str(&s));
	buf_free(&s);
}

/* What a source claims is said to be claimed. */
static void claims(struct lines *l, const struct rec_entry *e)
{
	struct buf s = BUF_INIT;

	if (*e->value[REC_RESPONSE]) {
		buf_addf(&s, _("Response, as this report gives it: %s"), rec_value_label(REC_RESPONSE, e->value[REC_RESPONSE]));
		line(l, buf_str(&s));
	}
	buf_clear(&s);
	if (*e->value[REC_IMPLEMENTATION]) {
		buf_addf(&s, _("Implementation, as this report gives it: %s"), rec_value_label(REC_IMPLEMENTATION, e->value[REC_IMPLEMENTATION]));
		line(l, buf_str(&s));
	}
	field(l, REC_ASSESSED, e->value[REC_ASSESSED]);
	buf_free(&s);
}

static void others(struct lines *l, const char *pairs)
{
	while (*pairs) {
		size_t n = strcspn(pairs, "\n"), eq = strcspn(pairs, "=");
		struct buf s = BUF_INIT;

		buf_add(&s, pairs, n);
		if (eq < n)
			s.data[eq] = ':';
		line(l, buf_str(&s));
		buf_free(&s);
		pairs += n + (pairs[n] == '\n');
	}
}

static void declared(struct lines *l, const struct rec_entry *e)
{
	struct buf from = BUF_INIT;

	if (e->rec != NONE) {
		rec_source_text(e->value[REC_FROM], e->mechanism, &from);
		field(l, REC_FROM, buf_str(&from));
		field(l, REC_TO, e->value[REC_TO]);
		field(l, REC_THEME, e->value[REC_THEME]);
		field(l, REC_PERSONS, e->value[REC_PERSONS]);
		field(l, REC_SDG, e->value[REC_SDG]);
		claims(l, e);
		field(l, REC_ACTION, e->value[REC_ACTION]);
		field(l, REC_SEE, e->value[REC_SEE]);
		others(l, e->other);
		if (!e->declared)
			line(l, _("Found by qorjyn; the report does not declare it as a recommendation."));
	}
	buf_free(&from);
}

static void where_from(struct lines *l, const struct cited *c)
{
	struct buf s = BUF_INIT;

	export_bundle_words(c, &s);
	line(l, buf_str(&s));
	buf_free(&s);
}

/* Whether these are still the words, for a bookmark. */
static void standing(struct exporting *x, struct lines *l, const struct rec_entry *e)
{
	const struct note *note = export_note(x, e);

	if (!e->bookmarked && !*e->creator)
		return;
	if (e->place.bundle == NONE)
		line(l, _("The report was not at hand: these are the words as they were bookmarked."));
	else if (e->state == ANCHOR_GONE || (e->state == ANCHOR_CHANGED && e->place.block == NONE))
		line(l, _("The report that is at hand does not have these words: they are as they were bookmarked."));
	else if (e->state == ANCHOR_CHANGED && note) {
		struct buf s = BUF_INIT;

		buf_addf(&s, _("The words have changed; they were bookmarked as: %s"), note->exact);
		line(l, buf_str(&s));
		buf_free(&s);
	}
}

static void own_note(struct exporting *x, const struct rec_entry *e)
{
	const struct note *note = export_private_note(x, e);
	struct lines l = { x->out, false };
	struct buf s = BUF_INIT;

	if (!note || (!*note->text && !note->ntags && note->status == WORK_NONE))
		return;
	if (*e->creator) {
		buf_addf(&s, _("Note by %s, not part of the report and not my own:"), e->creator);
		buf_adds(x->out, "\n\n**");
		md_text(x->out, buf_str(&s), " ");
		buf_adds(x->out, "**\n\n");
		buf_clear(&s);
	} else {
		buf_addf(x->out, "\n\n**%s**\n\n", _("My own note, not part of the report:"));
	}
	if (*note->text) {
		md_text(x->out, note->text, "\\\n");
		l.any = true;
	}
	if (note->ntags) {
		buf_addf(&s, _("Tags: %s"), e->tags);
		line(&l, buf_str(&s));
	}
	buf_clear(&s);
	if (note->status != WORK_NONE) {
		buf_addf(&s, *e->creator ? _("Their work on it: %s") : _("My work on it: %s"), work_status_label(note->status));
		line(&l, buf_str(&s));
	}
	buf_free(&s);
}

static void entry(struct exporting *x, const struct rec_entry *e)
{
	struct lines l = { x->out, false };
	struct buf citation = BUF_INIT;

	if (*e->context) {
		buf_adds(x->out, "> ");
		md_text(x->out, e->context, " ");
		buf_adds(x->out, "\n>\n");
	}
	buf_adds(x->out, "> ");
	md_text(x->out, e->text, " ");
	buf_adds(x->out, "\n\n");
	export_citation(x, e, &citation);
	buf_adds(x->out, "— ");
	md_text(x->out, buf_str(&citation), " ");
	buf_adds(x->out, "\n\n");
	declared(&l, e);
	standing(x, &l, e);
	where_from(&l, e->cited);
	own_note(x, e);
	buf_adds(x->out, "\n\n");
	buf_free(&citation);
}

static void heading(struct exporting *x, const struct rec_line *l)
{
	buf_adds(x->out, "## ");
	md_text(x->out, *l->heading ? l->heading : _("unknown"), " ");
	buf_addf(x->out, " (%u)\n\n", (unsigned)l->count);
}

/* It is said before anything of it is read. */
static void warn_of_invalid(struct exporting *x)
{
	for (uint32_t i = 0; i < x->view->count; i++) {
		const struct rec_entry *e = export_entry(x, i);

		if (!e || e->cited->signature != SIGNED_INVALID)
			continue;
		buf_addf(x->out, "**%s**\n\n", _("Warning: some of this comes from a bundle whose signature is INVALID. It may not be what its publisher wrote."));
		return;
	}
}

/* Each bundle once: what its bytes were. */
static void digests(struct exporting *x)
{
	uint32_t bundles = x->how->library ? library_count(x->how->library) : 0, n = 0;
	bool *seen = mem_calloc((size_t)bundles + 1, sizeof *seen);

	for (uint32_t i = 0; i < x->view->count; i++) {
		const struct rec_entry *e = export_entry(x, i);
		const char *digest = e && e->place.bundle < bundles && !seen[e->place.bundle] ? export_digest(x, e) : "";

		if (!*digest)
			continue;
		seen[e->place.bundle] = true;
		if (!n++)
			buf_addf(x->out, "## %s\n\n", _("The bundles’ digests (BLAKE2b, as b2sum prints them)"));
		buf_adds(x->out, "- ");
		md_text(x->out, e->cited->bundle, " ");
		buf_addf(x->out, ": `%s`\n", digest);
	}
	free(seen);
}

void export_markdown(struct exporting *x)
{
	buf_addf(x->out, "# %s\n\n", _("Excerpts from reports"));
	add_counts(x);
	warn_of_invalid(x);
	for (uint32_t i = 0; i < x->view->count; i++) {
		const struct rec_entry *e = export_entry(x, i);

		if (!e) {
			heading(x, &x->view->lines[i]);
			continue;
		}
		if (i && x->view->lines[i - 1].entry != NONE)
			buf_adds(x->out, "* * *\n\n");
		entry(x, e);
	}
	digests(x);
	while (x->out->len > 1 && x->out->data[x->out->len - 2] == '\n')
		x->out->len--;
	x->out->data[x->out->len] = '\0';
}
