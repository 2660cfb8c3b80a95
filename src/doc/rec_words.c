#include <config.h>

#include "doc/rec_words.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"

struct word { const char *value, *label; };

static const char *label_of(const struct word *words, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i].value, value))
			return tr(words[i].label);
	return value;
}

void rec_field_text(enum rec_key key, const char *value, size_t len, struct buf *out)
{
	static const char *const patterns[REC_KEYS] = {
		[REC_ID] = N_("Id: %s"),
		[REC_PARA] = N_("Paragraph: %s"),
		[REC_FROM] = N_("From: %s"),
		[REC_TO] = N_("To: %s"),
		[REC_THEME] = N_("Theme: %s"),
		[REC_PERSONS] = N_("Affected persons: %s"),
		[REC_SDG] = N_("SDG target: %s"),
		[REC_RESPONSE] = N_("Response: %s"),
		[REC_IMPLEMENTATION] = N_("Implementation: %s"),
		[REC_ASSESSED] = N_("Assessed: %s"),
		[REC_ACTION] = N_("Action category: %s"),
		[REC_SEE] = N_("See also: %s"),
	};
	const char *pattern = tr(patterns[key]), *mark = strstr(pattern, "%s");

	buf_add(out, pattern, mark ? (size_t)(mark - pattern) : strlen(pattern));
	buf_add(out, value, len);
	if (mark)
		buf_adds(out, mark + 2);
}

const char *rec_value_label(enum rec_key key, const char *value)
{
	static const struct word responses[] = {
		{ "supported", N_("supported") },
		{ "supported-in-part", N_("supported in part") },
		{ "noted", N_("noted") },
	};
	static const struct word implementations[] = {
		{ "implemented", N_("implemented") },
		{ "partially-implemented", N_("partially implemented") },
		{ "not-implemented", N_("not implemented") },
		{ "in-progress", N_("in progress") },
	};

	if (key == REC_RESPONSE)
		return label_of(responses, sizeof responses / sizeof *responses, value);
	if (key == REC_IMPLEMENTATION)
		return label_of(implementations, sizeof implementations / sizeof *implementations, value);
	return value;
}

const char *rec_mechanism_label(const char *mechanism)
{
	static const struct word mechanisms[] = {
		{ "upr", N_("Universal Periodic Review") },
		{ "treaty-body", N_("UN treaty body") },
		{ "special-procedure", N_("UN special procedure") },
		{ "ohchr-report", N_("report of the UN High Commissioner for Human Rights") },
		{ "regional", N_("regional mechanism") },
		{ "submission", N_("submission, not adopted by the UN") },
	};

	return label_of(mechanisms, sizeof mechanisms / sizeof *mechanisms, mechanism);
}

void rec_source_text(const char *from, const char *mechanism, struct buf *out)
{
	const char *kind = *mechanism ? rec_mechanism_label(mechanism) : _("kind of source unknown");

	if (!*from && !*mechanism)
		buf_adds(out, _("unknown"));
	else
		buf_addf(out, _("%s (%s)"), *from ? from : _("unknown"), kind);
}
