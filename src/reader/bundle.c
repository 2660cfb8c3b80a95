#include <config.h>

#include "reader/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/secret.h"
#include "base/text.h"
#include "reader/paths.h"
#include "reader/vouch.h"
#include "trust/keyring.h"
#include "trust/verify.h"
#include "worker/job.h"

enum { SENTENCES_MAX = 2000 };

struct bundle *bundle_new(enum bundle_kind kind, const char *path)
{
	struct bundle *b = mem_calloc(1, sizeof *b);

	b->kind = kind;
	b->path = mem_strdup(path);
	b->shown = text_name(path);
	b->name = path_name(b->shown);
	return b;
}

void bundle_free(struct bundle *b)
{
	index_free(b->ix);
	for (uint32_t i = 0; i < b->nfiles; i++)
		free(b->files[i]);
	free(b->files);
	free(b->path);
	free(b->shown);
	free(b->error);
	free(b->bytes);
	free(b->digest);
	verdict_free(b->verdict);
	if (b->secret)
		passphrase_close(b->secret);
	free(b->secret);
	free(b);
}

struct job *bundle_index(const struct bundle *b, struct spawner *sp, int fd, enum index_texts texts, uint32_t wanted, struct err *err)
{
	const char *name = path_name(b->path);

	if (b->secret)
		return job_index_locked(sp, fd, name, texts, wanted, passphrase_text(b->secret), err);
	return job_index(sp, fd, name, texts, wanted, err);
}

void bundle_say_changed(const struct bundle *b, struct err *err)
{
	err_set(err, _("%s has changed since it was listed. Leave qorjyn and start it again."), b->name);
}

enum bundle_bytes bundle_bytes(const struct bundle *b, const struct keyring *ring, struct vouch *v, int *fd, struct err *err)
{
	if (verdict_state(b->verdict) != SIGNED_VERIFIED) {
		*fd = open(b->path, O_RDONLY | O_CLOEXEC);
		if (*fd >= 0)
			return BYTES_READY;
		err_sys(err, errno, _("%s cannot be opened"), b->name);
		return BYTES_FAILED;
	}
	if (!v->verify && vouch_start(v, ring, b->path))
		return BYTES_BUSY;
	if (v->verify) {
		if (!vouch_step(v))
			return BYTES_BUSY;
		*fd = vouch_take_same(v, b->verdict);
		if (*fd >= 0)
			return BYTES_READY;
	}
	bundle_say_changed(b, err);
	return BYTES_FAILED;
}

enum bundle_bytes bundle_bytes_again(struct bundle *b, struct vouch *v, struct err *err)
{
	if (!vouch_wants_again(v))
		return BYTES_READY;
	if (!vouch_again(v, b->verdict))
		return BYTES_BUSY;
	if (b->verdict->state == SIGNED_VERIFIED)
		return BYTES_READY;
	bundle_say_changed(b, err);
	return BYTES_FAILED;
}

void bundle_set_error(struct bundle *b)
{
	struct buf text = BUF_INIT;

	if (!b->ix || (b->ix->nreports && !index_damaged(b->ix)))
		return;
	for (uint32_t i = 0; i < b->ix->nproblems; i++) {
		struct buf one = BUF_INIT;

		index_problem_text(&b->ix->problems[i], b->name, &one);
		if (text.len)
			buf_addc(&text, ' ');
		buf_adds(&text, buf_str(&one));
		buf_free(&one);
		if (text.len > SENTENCES_MAX && i + 1 < b->ix->nproblems) {
			unsigned long more = b->ix->nproblems - i - 1;

			buf_addc(&text, ' ');
			number_format(&text, tr_n("There is %lu more; qorjyn check names it.", "There are %lu more; qorjyn check names all of them.", more), more, 0, i18n_language());
			break;
		}
	}
	free(b->error);
	b->error = buf_take(&text);
}

bool library_damage(const struct bundle *b, uint32_t member, struct buf *out)
{
	const struct index *ix = b->ix;

	for (uint32_t i = 0; i < ix->nproblems; i++) {
		const struct index_problem *p = &ix->problems[i];

		if (p->problem != PROBLEM_MEMBER_DAMAGED && p->problem != PROBLEM_DIGEST && p->problem != PROBLEM_SIZE)
			continue;
		if (!strcmp(p->detail, ix->members[member].path)) {
			index_problem_text(p, b->name, out);
			return true;
		}
	}
	return false;
}

void bundle_judge(struct bundle *b, struct keyring *ring)
{
	/* what an encrypted one presents itself as is known when it is opened */
	if (!b->ix || !ring || b->kind == BUNDLE_BYTES || index_locked(b->ix))
		return;
	if (!b->verdict && !keyring_knows_series(ring, b->ix->series))
		return;
	if (!b->verdict)
		b->verdict = verdict_unsigned();
	verdict_edition(b->verdict, b->ix->series, b->ix->edition);
	verdict_of_series(b->verdict, ring, b->ix->series);
}

static void read_digest(struct bundle *b)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[HASH_LONG];
	struct buf hex = BUF_INIT;

	if (b->verdict && b->verdict->hashed)
		memcpy(hash, b->verdict->hash, sizeof hash);
	if ((b->verdict && b->verdict->hashed) || ((b->kind == BUNDLE_ARCHIVE || b->kind == BUNDLE_FILE) && hash_of_file(b->path, hash)))
		for (size_t i = 0; i < sizeof hash; i++) {
			buf_addc(&hex, digits[hash[i] >> 4]);
			buf_addc(&hex, digits[hash[i] & 15]);
		}
	buf_adds(&hex, "");
	b->digest = buf_take(&hex);
}

const char *library_digest(const struct library *lib, uint32_t n)
{
	struct bundle *b = library_bundle(lib, n);

	if (!b)
		return "";
	if (!b->digest)
		read_digest(b);
	return b->digest;
}

