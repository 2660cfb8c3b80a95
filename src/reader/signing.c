#include <config.h>

#include "reader/signing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include "reader/out_file.h"
#include "reader/paths.h"
#include "trust/files.h"
#include "trust/verify.h"

static bool no_secret_key(const char *path, struct err *err)
{
	char *shown = text_name(path);

	err_set(err, _("%s is no secret key. Name the .key file that qorjyn keygen or minisign made."), shown);
	free(shown);
	return false;
}

static bool no_public_key(const char *path, struct err *err)
{
	char *shown = text_name(path);

	err_set(err, _("%s is no public key. A public key is a .pub file of two lines, or a line that begins with RW."), shown);
	free(shown);
	return false;
}

static bool cannot_read(const char *path, struct err *err)
{
	int error = errno;
	char *shown = text_name(path);

	err_sys(err, error, _("%s cannot be read"), shown);
	free(shown);
	return false;
}

/* A new file with these bytes, or an old one replaced by it. */
static bool put_file(const char *path, const struct buf *bytes, bool secret, bool replace, struct err *err)
{
	struct out_file f;

	if (!(secret ? out_file_open : out_file_open_public)(&f, path, replace, err))
		return false;
	if (io_write(f.fd, bytes->data, bytes->len))
		return out_file_keep(&f, err);
	char *shown = text_name(path);
	err_sys(err, errno, _("%s cannot be written"), shown);
	free(shown);
	out_file_drop(&f);
	return false;
}

bool signing_is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool signing_make(const char *base, const char *passphrase, size_t passphrase_len, struct public_key *public, struct err *err)
{
	char *secret_path = mem_printf("%s.key", base), *public_path = mem_printf("%s.pub", base);
	struct secret_key *key = secret_key_make(public);
	struct buf secret = BUF_INIT, text = BUF_INIT;
	sigset_t held;
	bool ok = key && secret_key_write(key, passphrase, passphrase_len, scrypt_default, &secret);

	if (!ok)
		err_set(err, "%s", _("There is not enough memory to encrypt a key with a passphrase (at least 16 MiB are needed)."));
	public_key_write(public, &text);
	out_files_hold(&held);
	/* the public one first: a secret key without it is of no use */
	ok = ok && put_file(public_path, &text, false, false, err);
	if (ok && !put_file(secret_path, &secret, true, false, err)) {
		unlink(public_path);
		ok = false;
	}
	out_files_release(&held);
	if (secret.data)
		secret_wipe(secret.data, secret.cap);
	secret_key_free(key);
	buf_free(&secret);
	buf_free(&text);
	free(secret_path);
	free(public_path);
	return ok;
}

static void say_state(enum secret_state state, const char *path, struct err *err)
{
	char *shown = text_name(path);

	if (state == SECRET_NO_KEY)
		no_secret_key(path, err);
	else if (state == SECRET_WRONG_PASSPHRASE)
		err_set(err, _("That is not the passphrase of %s. Nothing was signed."), shown);
	else if (state == SECRET_NO_MEMORY)
		err_set(err, _("Opening the key %s takes more memory than there is (up to 1 GiB). Close other programs, or sign on another computer."), shown);
	free(shown);
}

enum secret_state signing_open(const char *path, const char *passphrase, size_t passphrase_len, struct secret_key **key, struct err *err)
{
	char *bytes = secret_new(MINISIGN_FILE);
	enum secret_state state;
	size_t len;

	*key = NULL;
	if (!file_read_small(path, bytes, MINISIGN_FILE, &len)) {
		bool small = errno != EFBIG && errno != EINVAL;

		(small ? cannot_read : no_secret_key)(path, err);
		secret_free(bytes, MINISIGN_FILE);
		return SECRET_NO_KEY;
	}
	state = secret_key_open(bytes, len, passphrase, passphrase_len, key);
	secret_free(bytes, MINISIGN_FILE);
	say_state(state, path, err);
	return state;
}

bool signing_public(const char *text, struct public_key *key, struct err *err)
{
	char bytes[MINISIGN_FILE];
	size_t len;

	if (public_key_parse(text, strlen(text), key))
		return true;
	if (file_read_small(text, bytes, sizeof bytes, &len))
		return public_key_parse(bytes, len, key) || no_public_key(text, err);
	return errno == EFBIG || errno == EINVAL ? no_public_key(text, err) : cannot_read(text, err);
}

/* ---- signatures */

/* A file name or an edition must not look like further fields. */
static void add_field(struct buf *out, const char *key, const char *value)
{
	char *clean = value && *value ? text_name(value) : NULL;

	if (clean)
		buf_addf(out, "\t%s:%s", key, clean);
	free(clean);
}

static char *comment_of(const char *path, const struct signing *what)
{
	struct buf out = BUF_INIT;

	buf_addf(&out, "timestamp:%lld", (long long)time(NULL));
	add_field(&out, "file", path_name(path));
	buf_adds(&out, "\thashed");
	add_field(&out, "series", what->series);
	add_field(&out, "edition", what->edition);
	return buf_take(&out);
}

/* What stands at a place for a signature. */
enum stands { STANDS_NOTHING, STANDS_OURS, STANDS_OTHERS, STANDS_SOMETHING, STANDS_NO_FILE };

static enum stands what_stands(const char *path, const struct secret_key *key)
{
	char bytes[MINISIGN_FILE];
	struct signature sig;
	struct stat st;
	size_t len;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? STANDS_NOTHING : STANDS_SOMETHING;
	if (!S_ISREG(st.st_mode))
		return STANDS_NO_FILE;
	if (!file_read_small(path, bytes, sizeof bytes, &len) || !signature_parse(bytes, len, &sig))
		return STANDS_SOMETHING;
	return memcmp(sig.id, key->id, MINISIGN_ID) ? STANDS_OTHERS : STANDS_OURS;
}

static void say_taken(const char *path, enum stands is, bool also, struct err *err)
{
	char *shown = text_name(path);

	if (is == STANDS_NO_FILE)
		err_set(err, _("%s is in the way and is not a file. Move it away."), shown);
	else if (is == STANDS_SOMETHING)
		err_set(err, _("%s is there already, and no signature that can be read. Move it away, or add --force to replace it."), shown);
	else if (also)
		err_set(err, _("%s is there already, by another key. Add --force to replace it."), shown);
	else
		err_set(err, _("%s is there already, by another key. Add --also to put yours beside it, while one key takes over from the other, or --force to replace it."), shown);
	free(shown);
}

/* Where a signature goes: where this key has one already; else to the first place, or with --also behind another's. */
static char *place_of(const char *path, const struct secret_key *key, const struct signing *what, struct err *err)
{
	char *place = verify_signature_path(path, 0);
	enum stands is = what_stands(place, key);

	if (what->also && is != STANDS_NOTHING && is != STANDS_OURS) {
		free(place);
		place = verify_signature_path(path, 1);
		is = what_stands(place, key);
	}
	if (is == STANDS_NOTHING || is == STANDS_OURS || (what->replace && is != STANDS_NO_FILE))
		return place;
	say_taken(place, is, what->also, err);
	free(place);
	return NULL;
}

bool sign_file(const char *path, const struct secret_key *key, const struct signing *what, char **made, struct err *err)
{
	char *place = place_of(path, key, what, err), *comment;
	unsigned char hash[HASH_LONG];
	struct buf sig = BUF_INIT;
	bool ok;

	if (!place || !(hash_of_file(path, hash) || cannot_read(path, err))) {
		free(place);
		return false;
	}
	comment = comment_of(path, what);
	ok = strlen(comment) <= MINISIGN_TRUSTED || err_set(err, "%s", _("The series and the edition of the bundle are too long to be signed. Give it shorter ones in bundle.yaml."));
	if (ok) {
		signature_write(key, hash, comment, &sig);
		ok = put_file(place, &sig, false, true, err);
	}
	if (ok && made) {
		*made = place;
		place = NULL;
	}
	buf_free(&sig);
	free(comment);
	free(place);
	return ok;
}
