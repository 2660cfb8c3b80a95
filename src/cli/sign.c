#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/keys.h"
#include "cli/out.h"
#include "cli/unlock.h"
#include "reader/library.h"
#include "reader/reader.h"
#include "reader/signing.h"

static bool refuse(const struct bundle *b)
{
	if (b->error) {
		out_error("%s: %s", b->shown, b->error);
		out_error(_("%s was not signed."), b->shown);
	} else if (b->kind == BUNDLE_FOLDER)
		out_error(_("%s is a folder, and a signature stands beside one file. Pack it first: qorjyn pack."), b->shown);
	else
		return false;
	return true;
}

static bool sign_one(const struct bundle *b, const struct secret_key *key, const struct cli_args *args, struct buf *out)
{
	struct signing what = { .series = b->ix ? b->ix->series : "", .edition = b->ix ? b->ix->edition : "", .also = args->also, .replace = args->force };
	struct err err = ERR_INIT;
	char *made = NULL, *shown;
	bool ok;

	if (refuse(b))
		return false;
	ok = sign_file(b->path, key, &what, &made, &err);
	if (ok) {
		shown = text_name(made);
		if (*what.edition)
			buf_addf(out, _("%s: signed as series %s, edition %s.\n"), shown, what.series, what.edition);
		else
			buf_addf(out, _("%s: signed as series %s.\n"), shown, what.series);
		free(shown);
	} else {
		out_error("%s", err_text(&err));
	}
	free(made);
	err_free(&err);
	return ok;
}

static int sign_all(struct reader *r, const struct secret_key *key, const struct cli_args *args)
{
	struct buf out = BUF_INIT;
	bool ok = true;

	reader_scan(r);
	library_trust(r->library, NULL);
	library_wait(r->library, NULL);
	if (args->passphrase)
		unlock_ask(r->spawner, r->library);
	for (uint32_t i = 0; i < library_count(r->library); i++)
		ok = sign_one(library_bundle(r->library, i), key, args, &out) && ok;
	ok = out_flush(&out, true) && ok;
	buf_free(&out);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

int cli_sign(struct cli_args *args)
{
	char **folders = mem_calloc((size_t)args->noperands + 1, sizeof *folders);
	struct secret_key *key = NULL;
	struct reader r;
	int status = STATUS_FAILED;

	for (int i = 0; i < args->noperands; i++)
		folders[i] = keys_folder(args->options.paths[i]);
	if (!args->noperands)
		out_error("%s", _("sign needs the bundles to sign. Usage: qorjyn sign [-s KEY] [--also] [--force] BUNDLE..."));
	else if (keys_reader(&r, args, false, folders)) {
		key = keys_open(args->key ? args->key : "qorjyn.key");
		if (key)
			status = sign_all(&r, key, args);
		secret_key_free(key);
		reader_close(&r);
	}
	for (int i = 0; i < args->noperands; i++)
		free(folders[i]);
	free(folders);
	return status;
}
