#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/keys.h"
#include "cli/out.h"
#include "reader/paths.h"
#include "reader/reader.h"
#include "reader/signing.h"
#include "trust/keyring.h"

/* ---- what all of them do */

static int finish(struct reader *r, bool ok, struct err *err)
{
	if (!ok && *err_text(err))
		out_error("%s", err_text(err));
	err_free(err);
	reader_close(r);
	return ok ? STATUS_DONE : STATUS_FAILED;
}

static bool begin(struct reader *r, const struct cli_args *args, int least, int most, const char *usage)
{
	if (args->noperands < least || args->noperands > most) {
		out_error("%s", usage);
		return false;
	}
	return keys_reader(r, args, true, NULL);
}

/* One that is in the ring: by name, id, file, or line. */
static struct ring_key *find(struct reader *r, const char *text, struct err *err)
{
	struct ring_key *k = keyring_named(r->ring, text);
	struct public_key key;
	char *shown;

	if (!k && signing_public(text, &key, NULL))
		k = keyring_same(r->ring, &key);
	if (!k) {
		shown = text_name(text);
		err_set(err, _("There is no one key %s among those that you trust. qorjyn trust list shows them."), shown);
		free(shown);
	}
	return k;
}

static void add_key(struct buf *out, const struct ring_key *k)
{
	if (k->revoked)
		buf_addf(out, _("%s: REVOKED\n"), k->name);
	else
		buf_addf(out, "%s\n", k->name);
	keys_add_fingerprint(&k->key, out);
}

/* A person's yes on the terminal, or --yes; anything else is no. */
static bool confirmed(const struct cli_args *args, struct buf *out, const char *question, struct err *err)
{
	char answer[64] = "";
	ssize_t n = 0;

	out_flush(out, true);
	if (args->yes)
		return true;
	if (!isatty(STDIN_FILENO))
		return err_set(err, "%s", _("Nobody is there to ask, so nothing was done. Add --yes if you have compared the digits."));
	io_write(STDERR_FILENO, question, strlen(question));
	n = read(STDIN_FILENO, answer, sizeof answer - 1);
	answer[n > 0 ? n : 0] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';
	return !strcasecmp(answer, "yes") || !strcmp(answer, _("yes")) || err_set(err, "%s", _("Nothing was done."));
}

/* ---- one function a command */

static void add_keys_json(struct buf *out, const struct keyring *ring)
{
	struct json_array *array = json_array_begin();

	for (size_t i = 0; i < ring->count; i++)
		json_add_key(array, ring, &ring->keys[i]);
	json_array_end(array, out);
}

static void add_keys(struct buf *out, const struct keyring *ring)
{
	for (size_t i = 0; i < ring->count; i++)
		add_key(out, &ring->keys[i]);
	if (!ring->count)
		buf_adds(out, _("You trust no key yet. Ask a publisher for its public key, compare its digits by telephone or in person, then: qorjyn trust KEY\n"));
}

int cli_trust_list(struct cli_args *args)
{
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	struct reader r;
	bool ok;

	if (!begin(&r, args, 0, 0, _("trust list takes no further words.")))
		return STATUS_FAILED;
	for (size_t i = 0; i < r.ring->nfaults; i++)
		out_error("%s", r.ring->faults[i]);
	(args->json ? add_keys_json : add_keys)(&out, r.ring);
	ok = out_flush(&out, true);
	buf_free(&out);
	return finish(&r, ok, &err);
}

int cli_trust_show(struct cli_args *args)
{
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	struct public_key key;
	struct reader r;
	bool ok;

	if (!begin(&r, args, 1, 1, _("trust show needs one KEY.")))
		return STATUS_FAILED;
	const struct ring_key *k = keyring_named(r.ring, args->options.paths[0]);

	ok = k || signing_public(args->options.paths[0], &key, &err);
	if (k)
		add_key(&out, k);
	else if (ok)
		keys_add_fingerprint(&key, &out);
	ok = out_flush(&out, true) && ok;
	buf_free(&out);
	return finish(&r, ok, &err);
}

/* The file's name without its end; the id where the key was given as a line. */
static char *name_of(const char *text, const struct public_key *key)
{
	const char *name = path_name(text);
	size_t len = strlen(name);
	char id[MINISIGN_ID_HEX + 1];

	if (len > 4 && !strcmp(name + len - 4, ".pub") && access(text, R_OK) == 0)
		return mem_strndup(name, len - 4);
	if (access(text, R_OK) == 0)
		return mem_strdup(name);
	key_id_text(key->id, id);
	return mem_strdup(id);
}

static bool add(struct reader *r, const struct cli_args *args, struct err *err)
{
	const char *text = args->options.paths[0], *given = args->noperands > 1 ? args->options.paths[1] : NULL;
	struct public_key key;
	struct buf out = BUF_INIT;
	char *name, *shown;
	bool ok;

	if (!signing_public(text, &key, err))
		return false;
	name = given ? mem_strdup(given) : name_of(text, &key);
	shown = text_name(name);
	ok = keyring_may_add(r->ring, &key, name, err);
	if (ok) {
		buf_addf(&out, _("The digits of this key, to be named %s:\n"), shown);
		keys_add_fingerprint(&key, &out);
		buf_adds(&out, _("Compare all of them with its owner, by telephone or in person: not on the way by which the key came to you.\n"));
		ok = confirmed(args, &out, _("Are they the same, and do you trust bundles signed by this key? Type yes or no: "), err) && reader_make_state(r, err) &&
		     keyring_add(r->ring, &key, name, err);
	}
	if (ok) {
		buf_addf(&out, _("Trusted from now on: %s.\n"), shown);
		ok = out_flush(&out, true);
	}
	buf_free(&out);
	free(shown);
	free(name);
	return ok;
}

int cli_trust_add(struct cli_args *args)
{
	struct err err = ERR_INIT;
	struct reader r;

	if (!begin(&r, args, 1, 2, _("trust needs one KEY and, if you like, a NAME for it. Usage: qorjyn trust [add] [--yes] KEY [NAME]")))
		return STATUS_FAILED;
	return finish(&r, add(&r, args, &err), &err);
}

int cli_trust(struct cli_args *args)
{
	return args->noperands || args->yes ? cli_trust_add(args) : cli_trust_list(args);
}

int cli_trust_name(struct cli_args *args)
{
	struct err err = ERR_INIT;
	struct ring_key *k;
	struct reader r;

	if (!begin(&r, args, 2, 2, _("trust name needs a KEY and its new NAME.")))
		return STATUS_FAILED;
	k = find(&r, args->options.paths[0], &err);
	return finish(&r, k && keyring_rename(r.ring, k, args->options.paths[1], &err), &err);
}

static int take_away(struct cli_args *args, bool revoke)
{
	struct err err = ERR_INIT;
	struct buf out = BUF_INIT;
	struct ring_key *k;
	struct reader r;
	bool ok = false;

	if (!begin(&r, args, 1, 1, revoke ? _("trust revoke needs one KEY.") : _("trust remove needs one KEY.")))
		return STATUS_FAILED;
	k = find(&r, args->options.paths[0], &err);
	if (k) {
		add_key(&out, k);
		ok = confirmed(args, &out, revoke ? _("From now on call every bundle signed by this key INVALID? Type yes or no: ")
		                                  : _("Forget this key? Bundles signed by it are then signed by an unknown key. Type yes or no: "), &err) &&
		     (revoke ? keyring_revoke : keyring_remove)(r.ring, k, &err);
	}
	buf_free(&out);
	return finish(&r, ok, &err);
}

int cli_trust_remove(struct cli_args *args)
{
	return take_away(args, false);
}

int cli_trust_revoke(struct cli_args *args)
{
	return take_away(args, true);
}
