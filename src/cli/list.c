#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/out.h"
#include "cli/session.h"
#include "reader/library.h"
#include "trust/verify.h"

static void add_report(struct buf *out, const struct index_report *r, char *const *langs)
{
	const struct index_variant *v = &r->variants[library_variant(r, langs)];

	buf_addf(out, "  %s: ", r->id);
	out_text(out, v->title, strlen(v->title));
	buf_adds(out, " [");
	for (uint32_t i = 0; i < r->nvariants; i++)
		buf_addf(out, "%s%s", i ? " " : "", *r->variants[i].lang ? r->variants[i].lang : "?");
	buf_adds(out, "] ");
	number_format(out, tr_n("%lu recommendation", "%lu recommendations", v->recs), v->recs, 0, i18n_language());
	buf_addc(out, '\n');
}

static void add_bundle(struct buf *out, const struct bundle *b, char *const *langs)
{
	const char *title = library_title(b, langs);
	struct buf words = BUF_INIT;

	out_text(out, title, strlen(title));
	if (b->ix && *b->ix->edition)
		buf_addf(out, " (%s)", b->ix->edition);
	verdict_words(b->verdict, &words);
	buf_addf(out, "\n  %s · %s\n", b->shown, buf_str(&words));
	buf_free(&words);
	if (b->error) {
		buf_adds(out, "  ! ");
		out_text(out, b->error, strlen(b->error));
		buf_addc(out, '\n');
	}
	for (uint32_t i = 0; b->ix && i < b->ix->nreports; i++)
		add_report(out, &b->ix->reports[i], langs);
}

int cli_list(struct cli_args *args)
{
	struct session s;
	struct buf out = BUF_INIT;
	struct json_array *array = args->json ? json_array_begin() : NULL;
	int status = STATUS_FAILED;

	if (session_open(&s, args, READER_NO_NOTES, false, NULL)) {
		bool ok = true;

		for (uint32_t i = 0; i < library_count(s.reader.library) && ok; i++) {
			const struct bundle *b = library_bundle(s.reader.library, i);

			if (array)
				json_add_bundle(array, b, args->options.langs);
			else
				add_bundle(&out, b, args->options.langs);
			ok = out_flush(&out, false);
		}
		status = ok ? session_status(&s) : STATUS_FAILED;
		if (!array && !library_count(s.reader.library))
			out_error("%s", _("There is nothing to show: no bundle was named, and none was found in the usual folders. qorjyn where lists them."));
	}
	if (array)
		json_array_end(array, &out);
	if (!out_flush(&out, true))
		status = STATUS_FAILED;
	buf_free(&out);
	session_close(&s);
	return status;
}
