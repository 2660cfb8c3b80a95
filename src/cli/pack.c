#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "bundle/index.h"
#include "cli/cli.h"
#include "cli/keeper.h"
#include "cli/keys.h"
#include "cli/out.h"
#include "cli/pack_check.h"
#include "cli/passphrase.h"
#include "reader/out_file.h"
#include "reader/pack.h"
#include "reader/paths.h"
#include "reader/reader.h"
#include "reader/rec_ids.h"
#include "reader/signing.h"
#include "reader/unlock.h"
#include "trust/verify.h"

struct packing {
	const struct cli_args *args;
	const char *path;
	char *output;
	enum write_format format;
	struct keeper *keeper; /* of the output; NULL with --init */
	struct pack_how how;
	struct reader reader;
	char *folder;          /* absolute, when something is written into it */
	char *writes[3];       /* the folders that are written into past the jail; also of a signature */
	struct secret_key *key; /* NULL: not signed */
	struct passphrase source, target; /* of what is packed, and of the new bundle; bytes NULL: not encrypted */
};

static int fail(struct err *err)
{
	out_error("%s", err_text(err));
	err_free(err);
	return STATUS_FAILED;
}

static void say_remarks(const struct remarks *r, size_t from)
{
	for (; from < r->n; from++)
		out_error("%s", r->list[from].text);
}

/* Without -o: what is packed, by the last part of its name, into the folder one is in. */
static char *default_output(const char *path, bool encrypted)
{
	static const char *const suffixes[] = { ".zip", ".tar", ".md", ".markdown", ".qorjyn" };
	char *real = realpath(path, NULL), *name, *out;
	enum write_format format;
	size_t n;

	name = mem_strdup(path_name(real ? real : path));
	n = strlen(name);
	if (write_format_of(name, &format) && format != WRITE_ZIP && format != WRITE_TAR) {
		char *tar = strstr(name, ".t");

		for (char *next = tar; next && (next = strstr(next + 1, ".t")) != NULL; )
			tar = next;
		n = tar ? (size_t)(tar - name) : n;
	}
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (n > strlen(suffixes[i]) && !strncmp(name + n - strlen(suffixes[i]), suffixes[i], strlen(suffixes[i])))
			n -= strlen(suffixes[i]);
	out = mem_printf(encrypted ? "%.*s.zip" : "%.*s.tar.zst", (int)n, name);
	free(name);
	free(real);
	return out;
}

/* What goes with what. */
static bool check_usage(struct packing *p)
{
	const struct cli_args *args = p->args;
	const struct pack_args *pack = &args->pack;

	if (args->noperands != 1) {
		out_error("%s", _("pack needs one folder or bundle. Usage: qorjyn pack [OPTION...] [-o FILE] FOLDER"));
		return false;
	}
	if (args->options.no_trace) {
		out_error("%s", _("With --no-trace nothing is written, so nothing can be packed."));
		return false;
	}
	p->path = args->options.paths[0];
	if (pack->sign && pack->init) {
		out_error("%s", _("--init packs nothing, so nothing can be signed. Leave out --sign."));
		return false;
	}
	if (args->passphrase && pack->init) {
		out_error("%s", _("--init packs nothing, so nothing can be encrypted. Leave out --passphrase."));
		return false;
	}
	p->output = args->output ? mem_strdup(args->output) : default_output(p->path, args->passphrase);
	p->how = (struct pack_how){ .belonging = { .include = (char *const *)pack->include, .exclude = (char *const *)pack->exclude }, .strip = pack->strip_metadata,
		.checked = !pack->init };
	return keeper_format(p->output, args->passphrase, &p->format);
}

/* The folder that --init and --write-ids write into. */
static bool find_folder(struct packing *p, struct err *err)
{
	char *shown = text_name(p->path);
	struct stat st;
	bool ok = !stat(p->path, &st) || err_sys(err, errno, _("%s cannot be opened"), shown);

	if (ok && !S_ISDIR(st.st_mode))
		ok = err_set(err, _("%s is not a folder: --init and --write-ids are for the folder that a bundle is made of."), shown);
	p->folder = ok ? realpath(p->path, NULL) : NULL;
	free(shown);
	return ok;
}

static bool ask_target(struct packing *p, struct err *err)
{
	char *shown = text_name(path_name(p->output)), *question = mem_printf(_("New passphrase of %s: "), shown);
	bool ok = passphrase_ask_new(question, _("The same again: "), &p->target, err);

	free(question);
	free(shown);
	ok = ok && unlock_takes(&p->target, err);
	if (ok && passphrase_weak(&p->target))
		out_error("%s", _("This passphrase is weak: somebody who tries many will find it. Four or more words that do not belong together are better."));
	return ok;
}

/* All that has to be before the jail. */
static bool begin(struct packing *p, struct err *err)
{
	const struct pack_args *pack = &p->args->pack;
	bool writes_sources = pack->init || pack->write_ids;
	size_t n = 0;

	if (writes_sources && !find_folder(p, err))
		return false;
	if (!pack->init && !(p->keeper = keeper_start(p->output, p->args->force, true, err)))
		return false;
	if (!reader_open(&p->reader, &p->args->options, READER_NO_NOTES, err, NULL))
		return false;
	if (p->folder)
		p->writes[n++] = mem_strdup(p->folder);
	if (pack->sign)
		p->writes[n++] = keys_folder(p->output);
	p->reader.writes = p->writes;
	if (!reader_confine(&p->reader, err))
		return false;
	/* asked for now, not after long work */
	if (p->args->passphrase && !ask_target(p, err))
		return false;
	return !pack->sign || (p->key = keys_open(pack->sign)) != NULL;
}

static void say_number(struct buf *out, const char *format, unsigned long n)
{
	buf_adds(out, "  ");
	number_format(out, format, n, 0, i18n_language());
	buf_addc(out, '\n');
}

static void say_left(struct buf *out, const struct pack_result *r)
{
	const unsigned *left = r->left;

	if (left[LEFT_HIDDEN])
		say_number(out, tr_n("%lu hidden file or folder was left out.", "%lu hidden files or folders were left out.", left[LEFT_HIDDEN]), left[LEFT_HIDDEN]);
	if (left[LEFT_SYSTEM])
		say_number(out, tr_n("%lu file that desktops leave behind was left out.", "%lu files that desktops leave behind were left out.", left[LEFT_SYSTEM]), left[LEFT_SYSTEM]);
	if (left[LEFT_BACKUP])
		say_number(out, tr_n("%lu backup of an editor was left out.", "%lu backups of an editor were left out.", left[LEFT_BACKUP]), left[LEFT_BACKUP]);
	if (left[LEFT_ARCHIVE])
		say_number(out, tr_n("%lu bundle or signature was left out.", "%lu bundles or signatures were left out.", left[LEFT_ARCHIVE]), left[LEFT_ARCHIVE]);
	if (left[LEFT_IGNORED])
		say_number(out, tr_n("%lu file or folder was left out as you asked.", "%lu files or folders were left out as you asked.", left[LEFT_IGNORED]), left[LEFT_IGNORED]);
	if (r->stripped)
		say_number(out, tr_n("Metadata was taken out of %lu file.", "Metadata was taken out of %lu files.", r->stripped), r->stripped);
}

static bool say_result(const struct packing *p, const struct pack *pack)
{
	struct pack_result r;
	struct buf out = BUF_INIT;
	char *shown = text_name(p->output);
	bool ok;

	pack_result(pack, &r);
	buf_addf(&out, "%s\n", shown);
	say_number(&out, tr_n("%lu report", "%lu reports", r.reports), r.reports);
	say_number(&out, tr_n("%lu file", "%lu files", r.files), r.files);
	say_left(&out, &r);
	if (p->target.bytes)
		buf_addf(&out, "  %s\n", _("Encrypted. Names and sizes of its files can be seen without the passphrase, what stands in them cannot."));
	if (!pack_has_manifest(pack))
		buf_addf(&out, "  %s\n", _("There is no bundle.yaml, so the bundle has no title, edition or publisher. --init drafts one."));
	ok = out_flush(&out, true);
	buf_free(&out);
	free(shown);
	return ok;
}

static bool write_bytes(void *ctx, const void *bytes, size_t len)
{
	return keeper_write(ctx, bytes, len);
}

static void on_progress(void *ctx, uint64_t done, uint64_t of)
{
	out_progress(ctx, done, of);
}

/* The draft of a manifest; one that is there stays. */
static int write_draft(struct packing *p, const struct pack *pack)
{
	char *path = mem_printf("%s/bundle.yaml", p->folder), *shown = text_name(path);
	struct buf draft = BUF_INIT;
	struct err err = ERR_INIT;
	struct out_file f;
	int status = STATUS_DONE;

	pack_draft(pack, &draft);
	if (signing_is_there(path)) {
		err_set(&err, _("%s is there already and stays as it is. Move it away to get another draft."), shown);
		status = fail(&err);
	} else if (!out_file_open(&f, path, false, &err) || !out_file_finish(&f, buf_str(&draft), draft.len, &err)) {
		status = fail(&err);
	} else {
		struct buf out = BUF_INIT;

		buf_addf(&out, _("A draft is in %s. Look it through, then pack without --init.\n"), shown);
		status = out_flush(&out, true) ? STATUS_DONE : STATUS_FAILED;
		buf_free(&out);
	}
	buf_free(&draft);
	free(shown);
	free(path);
	return status;
}

static bool say_ids(const struct rec_ids *ids)
{
	struct buf out = BUF_INIT;
	bool ok;

	say_remarks(&ids->said, 0);
	number_format(&out, tr_n("%lu recommendation was given an id.", "%lu recommendations were given an id.", ids->recs), ids->recs, 0, i18n_language());
	buf_addc(&out, '\n');
	ok = out_flush(&out, true);
	buf_free(&out);
	return ok;
}

/* The sources are others after that. */
static bool write_ids(struct packing *p, int *status)
{
	struct err err = ERR_INIT;
	struct pack *pack = pack_open(p->reader.spawner, p->path, &p->how, NULL, NULL, &err);
	struct rec_ids ids = { 0 };
	bool ok = pack && rec_ids_write(pack, &ids, &err);

	pack_free(pack);
	belongs_forget(&p->how.belonging);
	if (!ok)
		*status = fail(&err);
	else if (!(ok = say_ids(&ids)))
		*status = STATUS_FAILED;
	rec_ids_free(&ids);
	return ok;
}

static struct pack *open_source(struct packing *p, struct err *err)
{
	struct out_progress progress = { .what = _("Looking through the files") };
	struct pack *pack = pack_open(p->reader.spawner, p->path, &p->how, on_progress, &progress, err);

	out_progress_end(&progress);
	return pack;
}

/* The same again with the passphrase of an encrypted bundle; pack is freed. */
static struct pack *open_encrypted(struct packing *p, struct pack *pack, struct err *err)
{
	char *shown = text_name(path_name(p->path)), *question = mem_printf(_("Passphrase of %s: "), shown);

	pack_free(pack);
	pack = NULL;
	if (passphrase_ask(question, &p->source, err)) {
		p->how.passphrase = passphrase_text(&p->source);
		pack = open_source(p, err);
	}
	if (pack && index_locked(pack_index(pack))) {
		err_set(err, _("%s: this is not its passphrase."), shown);
		pack_free(pack);
		pack = NULL;
	}
	if (pack && !p->target.bytes)
		out_error(_("%s is encrypted, and what is made of it is NOT. With --passphrase it is."), shown);
	free(question);
	free(shown);
	return pack;
}

/* Where there were some before the choice; of others check says it. */
static bool holds_reports(const struct pack *pack)
{
	struct pack_result r;

	pack_result(pack, &r);
	return r.reports || !r.left[LEFT_IGNORED];
}

/* Looks, and says what is wrong.  NULL with *status: it ends here. */
static struct pack *look(struct packing *p, int *status)
{
	struct err err = ERR_INIT;
	struct pack *pack = open_source(p, &err);
	bool ok;

	if (pack && index_locked(pack_index(pack)))
		pack = open_encrypted(p, pack, &err);
	if (!pack) {
		*status = fail(&err);
		return NULL;
	}
	say_remarks(pack_remarks(pack), 0);
	if (p->how.checked && !holds_reports(pack)) {
		out_error("%s", _("Nothing was packed: none of the files that are left to be packed is a report. Look at --include, --exclude and .qorjynignore."));
		pack_free(pack);
		*status = STATUS_NOT_FOUND;
		return NULL;
	}
	ok = !p->how.checked || pack_check(p->reader.spawner, p->path, &p->how.belonging, p->source.bytes ? &p->source : NULL);
	if ((ok && !pack_remarks(pack)->errors) || p->args->pack.despite_errors)
		return pack;
	out_error("%s", _("Nothing was packed. Mend this, or pack it as it is with --despite-errors."));
	pack_free(pack);
	*status = STATUS_NOT_FOUND;
	return NULL;
}

/* The bundle is there whether or not this is done. */
static bool sign_it(const struct packing *p, const struct pack *pack)
{
	struct buf series = BUF_INIT;
	struct signing what = { .edition = pack_index(pack)->edition, .replace = p->args->force };
	struct err err = ERR_INIT;
	char *made = NULL, *shown;
	bool ok;

	pack_series(pack, p->output, &series);
	what.series = buf_str(&series);
	ok = sign_file(p->output, p->key, &what, &made, &err);
	if (ok) {
		struct buf out = BUF_INIT;

		shown = text_name(made);
		buf_addf(&out, "%s\n", shown);
		free(shown);
		ok = out_flush(&out, true);
		buf_free(&out);
	} else {
		fail(&err);
	}
	free(made);
	buf_free(&series);
	return ok;
}

/* A signature that is left of other bytes makes what is there now INVALID. */
static void say_old_signatures(const struct packing *p)
{
	/* the first one is replaced when it is signed */
	for (int n = p->key != NULL; n < SIGNATURES; n++) {
		char *path = verify_signature_path(p->output, n), *shown = text_name(path);

		if (signing_is_there(path))
			out_error(_("%s is the signature of what was there before. If that was not the same, the new bundle is INVALID with it: sign it anew, or remove the signature."), shown);
		free(shown);
		free(path);
	}
}

static int write_it(struct packing *p, struct pack *pack)
{
	struct out_progress progress = { .what = _("Packing") };
	struct err err = ERR_INIT;
	bool ok;

	pack_on_progress(pack, on_progress, &progress);
	ok = pack_write(pack, p->format, p->target.bytes ? passphrase_text(&p->target) : NULL, write_bytes, p->keeper, &err);
	out_progress_end(&progress);
	/* when the file cannot be written, that is why the rest could not be done */
	if (!keeper_end(p->keeper, ok, &err))
		ok = false;
	p->keeper = NULL;
	if (!ok)
		return fail(&err);
	say_old_signatures(p);
	return say_result(p, pack) && (!p->key || sign_it(p, pack)) ? STATUS_DONE : STATUS_FAILED;
}

static int pack_all(struct packing *p)
{
	int status = STATUS_DONE;
	struct pack *pack = !p->args->pack.write_ids || write_ids(p, &status) ? look(p, &status) : NULL;

	if (pack && p->args->pack.init) {
		status = write_draft(p, pack);
	} else if (pack) {
		status = write_it(p, pack);
	}
	pack_free(pack);
	return status;
}

int cli_pack(struct cli_args *args)
{
	struct packing p = { .args = args };
	struct err err = ERR_INIT;
	int status = STATUS_FAILED;

	if (check_usage(&p))
		status = begin(&p, &err) ? pack_all(&p) : *err_text(&err) ? fail(&err) : STATUS_FAILED;
	if (p.keeper)
		keeper_end(p.keeper, false, NULL);
	reader_close(&p.reader);
	secret_key_free(p.key);
	for (size_t i = 0; i < sizeof p.writes / sizeof *p.writes; i++)
		free(p.writes[i]);
	passphrase_close(&p.source);
	passphrase_close(&p.target);
	belongs_free(&p.how.belonging);
	free(p.folder);
	free(p.output);
	return status;
}
