#include <config.h>

#include "tui/rec_row.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "doc/rec_words.h"
#include "reader/cite.h"
#include "reader/rec_table.h"
#include "trust/verify.h"

static void add(struct buf *out, const char *pattern, const char *value)
{
	const char *at = strstr(pattern, "%s");

	if (!*value)
		return;
	buf_adds(out, out->len ? " · " : "");
	buf_add(out, pattern, at ? (size_t)(at - pattern) : strlen(pattern));
	buf_adds(out, value);
	buf_adds(out, at ? at + 2 : "");
}

static void add_field(const struct rec_entry *e, enum rec_key key, struct buf *out)
{
	const char *value = rec_value_label(key, e->value[key]);

	if (!*value)
		return;
	buf_adds(out, out->len ? " · " : "");
	rec_field_text(key, value, strlen(value), out);
}

void rec_row_detail(const struct rec_entry *e, bool with_report, struct buf *out)
{
	struct buf from = BUF_INIT;

	add(out, "%s", !e->declared ? _("detected") : *e->value[REC_PARA] ? e->value[REC_PARA] : e->value[REC_ID]);
	if (!e->declared)
		add(out, "%s", e->value[REC_PARA]);
	rec_source_text(e->value[REC_FROM], e->mechanism, &from);
	if (*e->value[REC_FROM])
		add(out, _("from %s"), buf_str(&from));
	else if (*e->mechanism)
		add(out, _("from an unknown source (%s)"), rec_mechanism_label(e->mechanism));
	else
		add(out, "%s", _("from an unknown source"));
	add(out, _("to %s"), e->value[REC_TO]);
	add(out, "%s", e->value[REC_THEME]);
	add_field(e, REC_RESPONSE, out);
	add_field(e, REC_IMPLEMENTATION, out);
	add_field(e, REC_ASSESSED, out);
	add(out, _("your work: %s"), work_status_label(e->status));
	add(out, _("your tags: %s"), e->tags);
	if (with_report)
		add(out, "%s", e->title);
	if (e->cited->signature == SIGNED_INVALID)
		add(out, "%s", _("INVALID signature"));
	buf_free(&from);
}

const char *rec_order_label(enum rec_order order)
{
	static const char *const names[ORDERS] = {
		[ORDER_REPORT] = N_("in the order of the reports"), [ORDER_TO] = N_("by addressee"), [ORDER_THEME] = N_("by theme"),
		[ORDER_STATUS] = N_("by the status of your work"), [ORDER_DATE] = N_("newest reports first"),
	};

	return tr(names[order]);
}

const char *rec_group_label(enum rec_group group)
{
	static const char *const names[GROUPS] = {
		[GROUP_NONE] = N_("no groups"), [GROUP_REPORT] = N_("groups by report"), [GROUP_TO] = N_("groups by addressee"),
		[GROUP_FROM] = N_("groups by who recommends"), [GROUP_THEME] = N_("groups by theme"),
		[GROUP_RESPONSE] = N_("groups by response"), [GROUP_STATUS] = N_("groups by the status of your work"),
		[GROUP_TAG] = N_("groups by your tags"),
	};

	return tr(names[group]);
}
