#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/keeper.h"
#include "cli/out.h"
#include "cli/passphrase.h"
#include "reader/reader.h"
#include "reader/repair.h"
#include "reader/unlock.h"

struct repairing {
	const struct cli_args *args;
	enum write_format format;
	struct keeper *keeper;
	struct reader reader;
	struct passphrase secret; /* bytes NULL: not encrypted */
};

static bool check_usage(struct repairing *r)
{
	const struct cli_args *args = r->args;

	if (args->noperands < 1 || !args->output)
		out_error("%s", _("repair needs a damaged bundle, other copies of it, and a new file. Usage: qorjyn repair -o FILE DAMAGED [COPY...]"));
	else if (args->options.no_trace)
		out_error("%s", _("With --no-trace nothing is written, so nothing can be repaired."));
	else
		return keeper_format(args->output, args->passphrase, &r->format);
	return false;
}

static bool write_bytes(void *ctx, const void *bytes, size_t len)
{
	return keeper_write(ctx, bytes, len);
}

static void on_progress(void *ctx, uint64_t done, uint64_t of)
{
	out_progress(ctx, done, of);
}

static bool say_result(const struct repairing *r, const struct repair *repair)
{
	uint32_t files, found;
	struct buf out = BUF_INIT;
	bool ok;

	repair_count(repair, &files, &found);
	out_text(&out, r->args->output, strlen(r->args->output));
	buf_adds(&out, "\n  ");
	number_format(&out, tr_n("%1$lu of %2$lu file was found as it was packed.", "%1$lu of %2$lu files were found as they were packed.", files), found, files, i18n_language());
	buf_addc(&out, '\n');
	ok = out_flush(&out, true);
	buf_free(&out);
	return ok;
}

/* Status 1: not all of it could be had. */
static int repair_all(struct repairing *r, struct err *err)
{
	struct out_progress progress = { .what = _("Looking through the copies") };
	struct repair *repair = repair_open(r->reader.spawner, r->args->options.paths, r->secret.bytes ? passphrase_text(&r->secret) : NULL, on_progress, &progress, err);
	const struct remarks *said;
	int status = STATUS_FAILED;
	bool ok;

	out_progress_end(&progress);
	if (!repair)
		return STATUS_FAILED;
	said = repair_remarks(repair);
	for (size_t i = 0; i < said->n; i++)
		out_error("%s", said->list[i].text);
	ok = repair_write(repair, r->format, write_bytes, r->keeper, err);
	if (!keeper_end(r->keeper, ok, err))
		ok = false;
	r->keeper = NULL;
	if (ok && say_result(r, repair))
		status = said->errors ? STATUS_NOT_FOUND : STATUS_DONE;
	repair_free(repair);
	return status;
}

static bool ask(struct repairing *r, struct err *err)
{
	return !r->args->passphrase || (passphrase_ask(_("Passphrase of the encrypted bundles: "), &r->secret, err) && unlock_takes(&r->secret, err));
}

int cli_repair(struct cli_args *args)
{
	struct repairing r = { .args = args };
	struct err err = ERR_INIT;
	int status = STATUS_FAILED;

	if (check_usage(&r)) {
		r.keeper = keeper_start(args->output, args->force, true, &err);
		if (r.keeper && reader_open(&r.reader, &args->options, READER_NO_NOTES, &err, NULL) && reader_confine(&r.reader, &err) && ask(&r, &err))
			status = repair_all(&r, &err);
		if (*err_text(&err))
			out_error("%s", err_text(&err));
		if (r.keeper)
			keeper_end(r.keeper, false, NULL);
		passphrase_close(&r.secret);
		reader_close(&r.reader);
	}
	err_free(&err);
	return status;
}
