#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/keys.h"
#include "cli/out.h"
#include "reader/library.h"
#include "reader/paths.h"
#include "reader/reader.h"
#include "reader/scan.h"
#include "reader/vouch_file.h"
#include "trust/keyring.h"
#include "trust/verify.h"

struct verifying {
	struct reader *reader;
	struct json_array *array; /* NULL: in words */
	struct buf out;
	unsigned verified, others, failed;
	bool terminal;         /* a count may stand there */
	unsigned percent;      /* that stands there; 0 none */
};

/* One line that is written over and over, and nothing of the file's in it. */
static void count(void *ctx, unsigned percent)
{
	struct verifying *v = ctx;
	struct buf line = BUF_INIT;

	if (!v->terminal || percent == v->percent)
		return;
	v->percent = percent;
	buf_addc(&line, '\r');
	number_percent(percent, i18n_language(), &line);
	io_write(STDERR_FILENO, line.data, line.len);
	buf_free(&line);
}

static void uncount(struct verifying *v)
{
	static const char over[] = "\r       \r";

	if (v->percent)
		io_write(STDERR_FILENO, over, sizeof over - 1);
	v->percent = 0;
}

static void say_verdict(struct verifying *v, const struct verdict *d, const char *shown)
{
	struct buf series = BUF_INIT;

	buf_addf(&v->out, "%s: ", shown);
	verdict_text(d, path_name(shown), &v->out);
	verdict_series_text(d, &series);
	if (series.len)
		buf_addf(&v->out, " %s", buf_str(&series));
	buf_addc(&v->out, '\n');
	buf_free(&series);
}

static void on_found(void *ctx, enum bundle_kind kind, const char *path, const char *error)
{
	struct verifying *v = ctx;
	char *shown = text_name(path);
	struct err err = ERR_INIT;
	struct verdict *d = NULL;

	(void)kind;
	if (!error)
		d = vouch_file(v->reader->spawner, v->reader->ring, path, count, v, &err);
	uncount(v);
	if (!error)
		error = err_text(&err);
	if (!d)
		out_error("%s: %s", shown, error);
	if (v->array)
		json_add_verdict(v->array, shown, d, d ? "" : error);
	else if (d)
		say_verdict(v, d, shown);
	(*(!d ? &v->failed : verdict_state(d) == SIGNED_VERIFIED ? &v->verified : &v->others))++;
	out_flush(&v->out, false);
	verdict_free(d);
	err_free(&err);
	free(shown);
}

static int verify_all(struct reader *r, char *const *paths, bool json)
{
	struct verifying v = { .reader = r, .array = json ? json_array_begin() : NULL, .terminal = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO) };
	struct scan *scan = scan_new(paths, true, on_found, &v);
	bool ok;

	for (size_t i = 0; i < r->ring->nfaults; i++)
		out_error("%s", r->ring->faults[i]);
	while (!scan_step(scan))
		;
	scan_free(scan);
	if (v.array)
		json_array_end(v.array, &v.out);
	ok = out_flush(&v.out, true);
	buf_free(&v.out);
	if (!ok || v.failed)
		return STATUS_FAILED;
	return v.verified && !v.others ? STATUS_DONE : STATUS_NOT_FOUND;
}

int cli_verify(struct cli_args *args)
{
	struct reader r;
	int status = STATUS_FAILED;

	if (!args->noperands) {
		out_error("%s", _("verify needs the files to verify. Usage: qorjyn verify [--json] PATH..."));
		return STATUS_FAILED;
	}
	if (keys_reader(&r, args, true, NULL)) {
		status = verify_all(&r, args->options.paths, args->json);
		reader_close(&r);
	}
	return status;
}
