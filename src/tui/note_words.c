#include <config.h>

#include "tui/note_words.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/lang.h"
#include "base/number.h"
#include "base/utf8.h"
#include "reader/marks.h"

enum { SUMMARY_MAX = 400 /* bytes of the text */ };

const char *note_state_word(enum anchor_state state)
{
	static const char *const words[] = {
		[ANCHOR_SAME] = N_("same"), [ANCHOR_MOVED] = N_("moved"), [ANCHOR_CHANGED] = N_("CHANGED"), [ANCHOR_GONE] = N_("GONE"),
	};

	return tr(words[state]);
}

const char *note_sign(const struct note *note, enum anchor_state state, bool ascii)
{
	if (state == ANCHOR_CHANGED)
		return "?";
	if (note_is_written(note))
		return ascii ? "=" : "≡";
	return ascii ? "*" : "◆";
}

const char *notes_sign(const struct mark *marks, uint32_t n, bool ascii)
{
	static const char *const counts[] = { "2", "3", "4", "5", "6", "7", "8", "9" };

	if (n == 1)
		return note_sign(marks->note, marks->state, ascii);
	for (uint32_t i = 0; i < n; i++)
		if (marks[i].state == ANCHOR_CHANGED)
			return "?";
	return n < 10 ? counts[n - 2] : "+";
}

void note_line(const char *s, size_t most, struct buf *out)
{
	size_t len = strlen(s), end = utf8_cut(s, len, most);

	for (size_t i = 0; i < end; i++)
		buf_addc(out, s[i] == '\n' ? ' ' : s[i]);
	if (end < len)
		buf_adds(out, "…");
}

static void add_tags(const struct note *note, struct buf *out)
{
	for (uint32_t i = 0; i < note->ntags; i++)
		buf_addf(out, i ? " #%s" : "#%s", note->tags[i]);
}

static void separate(struct buf *out, size_t start, const char *with)
{
	if (out->len > start)
		buf_adds(out, with);
}

void note_summary(const struct note *note, const char *between, struct buf *out)
{
	size_t start = out->len;

	if (note->status != WORK_NONE)
		buf_adds(out, work_status_label(note->status));
	if (note->ntags) {
		separate(out, start, between);
		add_tags(note, out);
	}
	if (*note->text) {
		separate(out, start, between);
		note_line(note->text, SUMMARY_MAX, out);
	}
}

bool note_is_foreign(const struct note *note, const char *here)
{
	return *note->lang && *here && strcmp(note->lang, here) != 0;
}

static void add_written(const struct note *note, struct buf *out)
{
	if (*note->text)
		buf_addf(out, "%s\n\n", note->text);
	if (note->status != WORK_NONE) {
		buf_addf(out, _("Work status: %s"), work_status_label(note->status));
		buf_adds(out, "\n\n");
	}
	if (note->ntags) {
		add_tags(note, out);
		buf_adds(out, "\n\n");
	}
}

void note_whole(const struct note *note, const char *here, struct buf *out)
{
	add_written(note, out);
	if (*note->edition)
		buf_addf(out, _("Bookmarked on %.10s in the edition %s."), note->created, note->edition);
	else
		buf_addf(out, _("Bookmarked on %.10s."), note->created);
	if (note_is_foreign(note, here)) {
		buf_addc(out, ' ');
		buf_addf(out, _("Made in this language: %s."), lang_name(note->lang));
	}
}

void notes_whole(const struct mark *marks, uint32_t n, const char *here, struct buf *out)
{
	if (n == 1) {
		note_whole(marks->note, here, out);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		number_format(out, _("Note %lu of %lu:"), (unsigned long)i + 1, n, i18n_language());
		buf_addc(out, ' ');
		note_made(marks[i].note, here, out);
		if (marks[i].state == ANCHOR_CHANGED)
			buf_addf(out, " · %s", note_state_word(marks[i].state));
		buf_adds(out, "\n\n");
		add_written(marks[i].note, out);
	}
}

void note_made(const struct note *note, const char *here, struct buf *out)
{
	if (strlen(note->created) > 16)
		buf_addf(out, _("%.10s %.5s UTC"), note->created, note->created + 11);
	else
		buf_addf(out, "%.10s", note->created);
	if (*note->edition)
		buf_addf(out, " · %s", note->edition);
	if (note_is_foreign(note, here))
		buf_addf(out, " · %s", lang_name(note->lang));
	if (*note->creator)
		buf_addf(out, " · %s", note->creator);
}

void note_whole_of(const struct note *note, enum anchor_state state, const char *here, struct buf *out)
{
	buf_addf(out, _("%s notes:"), note->creator);
	buf_adds(out, "\n\n");
	note_whole(note, here, out);
	if (state != ANCHOR_CHANGED)
		return;
	buf_adds(out, "\n\n");
	buf_addf(out, _("The words of the passage were others then: %s"), note->exact);
}
