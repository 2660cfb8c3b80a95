#include <config.h>

#include "reader/vouch.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool vouch_start(struct vouch *v, const struct keyring *ring, const char *path)
{
	*v = (struct vouch){ 0 };
	v->verify = ring ? verify_start(ring, path, true) : NULL;
	return v->verify != NULL;
}

bool vouch_step(struct vouch *v)
{
	return verify_step(v->verify, VOUCH_SLICE);
}

int vouch_take(struct vouch *v, struct verdict **verdict)
{
	bool same;
	int fd = verify_take_fd(v->verify, &same);

	*verdict = verify_end(v->verify);
	v->verify = NULL;
	/* a medium may answer differently the next time; only who is believed has something to lose by that */
	if (!same && fd >= 0 && (*verdict)->state == SIGNED_VERIFIED)
		v->more = (v->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3)) >= 0;
	return fd;
}

int vouch_take_same(struct vouch *v, const struct verdict *was)
{
	struct verdict *now;
	int fd = vouch_take(v, &now);
	bool same = now->hashed && !memcmp(now->hash, was->hash, sizeof now->hash);

	verdict_free(now);
	if (!same && fd >= 0)
		close(fd);
	return same ? fd : -1;
}

bool vouch_wants_again(const struct vouch *v)
{
	return v->more;
}

bool vouch_again(struct vouch *v, struct verdict *verdict)
{
	unsigned char hash[HASH_LONG];
	bool failed = false;

	if (!v->again) {
		v->again = hash_new(HASH_LONG);
		lseek(v->fd, 0, SEEK_SET);
	}
	if (!hash_file_step(v->again, v->fd, VOUCH_SLICE, &failed))
		return false;
	hash_end(v->again, hash);
	v->again = NULL;
	close(v->fd);
	v->more = false;
	if (failed || memcmp(hash, verdict->hash, sizeof hash) != 0) {
		verdict->state = SIGNED_INVALID;
		verdict->why = WHY_CHANGED;
	}
	return true;
}

void vouch_end(struct vouch *v)
{
	if (v->verify)
		verdict_free(verify_end(v->verify));
	hash_end(v->again, NULL);
	if (v->more)
		close(v->fd);
	*v = (struct vouch){ 0 };
}
