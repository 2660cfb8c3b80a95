#include <config.h>

#include "reader/vouch_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "bundle/index.h"
#include "bundle/limits.h"
#include "bundle/source.h"
#include "reader/paths.h"
#include "reader/vouch.h"
#include "trust/files.h"
#include "trust/keyring.h"
#include "worker/job.h"

/* Files of this name are a report, not an archive. */
static bool is_markdown(const char *path)
{
	size_t len = strlen(path);

	return len > 3 && (!strcmp(path + len - 3, ".md") || !strcmp(path + len - 3, ".MD"));
}

static struct job *start_index(struct spawner *sp, int fd, const char *path)
{
	struct buf frames = BUF_INIT, file = BUF_INIT;
	struct job *job;

	if (!is_markdown(path))
		return job_index(sp, fd, path_name(path), INDEX_NO_TEXTS, 0, NULL);
	if (!io_read_all(fd, &file, LIMIT_REPORT_BYTES))
		return NULL;
	frames_add(&frames, path_name(path), buf_str(&file), file.len);
	frames_end(&frames);
	job = job_index_frames(sp, &frames, path_name(path), INDEX_NO_TEXTS, NULL);
	buf_free(&file);
	return job;
}

/* Whether what the bundle presents itself as can change what is said of it: else it is not opened. */
static bool matters(const struct keyring *ring, const struct verdict *v)
{
	return v->state == SIGNED_VERIFIED || (ring->nseries && (v->state == SIGNED_NOT || v->state == SIGNED_UNKNOWN));
}

/* What the file presents itself as; a bundle that cannot be opened presents itself as nothing. */
static void compare(struct spawner *sp, struct keyring *ring, int fd, const char *path, struct vouch *vouch, struct verdict *v)
{
	const char *series = v->series;
	struct job *job = start_index(sp, fd, path);
	struct index *ix = NULL;

	if (job && job_wait(job, NULL) == JOB_DONE)
		ix = job_take_index(job, NULL);
	/* what an encrypted one presents itself as cannot be seen; that it is what was signed, can */
	if (!ix || !index_locked(ix)) {
		/* what no bundle can be made of tells no series of its own, so none is learnt from its name */
		series = ix && (ix->nreports || *series || v->state != SIGNED_VERIFIED) ? ix->series : "";
		verdict_edition(v, series, ix ? ix->edition : "");
	}
	/* a series that the signature does not tell is learnt from the bytes that were read now: are they those that were hashed? */
	while (*series && !*v->series && vouch_wants_again(vouch) && !vouch_again(vouch, v))
		;
	verdict_of_series(v, ring, series);
	index_free(ix);
	job_free(job);
}

struct verdict *vouch_file(struct spawner *sp, struct keyring *ring, const char *path, vouch_count *count, void *ctx, struct err *err)
{
	int fd = file_open_regular(path);
	struct verdict *v;
	struct vouch vouch;

	if (fd < 0) {
		if (errno == EINVAL)
			err_set(err, "%s", _("This is a folder or no plain file, and a signature stands beside one file."));
		else
			err_sys(err, errno, _("It cannot be read"));
		return NULL;
	}
	if (vouch_start(&vouch, ring, path)) {
		close(fd);
		while (!vouch_step(&vouch))
			if (count)
				count(ctx, verify_percent(vouch.verify));
		fd = vouch_take(&vouch, &v);
	} else {
		v = verdict_unsigned();
	}
	if (fd >= 0 && matters(ring, v))
		compare(sp, ring, fd, path, &vouch, v);
	if (fd >= 0)
		close(fd);
	vouch_end(&vouch);
	return v;
}
