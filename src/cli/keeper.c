#include <config.h>

#include "cli/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "reader/out_file.h"

enum { SENTENCE_MAX = 8192 };

struct keeper {
	pid_t pid;
	int file;
	int tell, hear; /* pipes to and from the process */
};

static bool make_pipe(int pair[2])
{
	if (pipe(pair) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		fcntl(pair[i], F_SETFD, FD_CLOEXEC);
	return true;
}

/* The process: waits for one byte, says nothing when all went well, else the sentence. */
static void serve(struct out_file *f, int hear, int tell)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct err err = ERR_INIT;
	char keep = 0;

	/* what stops the reader closes the pipe; this process must live to tidy up */
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &ignore, NULL);
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	if (!io_read(hear, &keep, 1) || keep != 'k')
		out_file_drop(f);
	else if (!out_file_keep(f, &err))
		io_write(tell, err_text(&err), strlen(err_text(&err)));
	_exit(0);
}

static void close_pair(const int pair[2])
{
	close(pair[0]);
	close(pair[1]);
}

struct keeper *keeper_start(const char *path, bool replace, struct err *err)
{
	struct out_file f;
	struct keeper *k;
	int to[2], from[2];
	pid_t pid = -1;

	if (!out_file_open(&f, path, replace, err))
		return NULL;
	if (make_pipe(to)) {
		if (make_pipe(from)) {
			pid = fork();
			if (pid == 0) {
				close(to[1]);
				close(from[0]);
				serve(&f, to[0], from[1]);
			}
			if (pid < 0)
				close_pair(from);
		}
		if (pid < 0)
			close_pair(to);
	}
	if (pid < 0) {
		err_sys(err, errno, _("No process can be started to look after the file"));
		out_file_drop(&f);
		return NULL;
	}
	close(to[0]);
	close(from[1]);
	k = mem_alloc(sizeof *k);
	*k = (struct keeper){ .pid = pid, .file = f.fd, .tell = to[1], .hear = from[0] };
	free(f.path);
	free(f.beside);
	return k;
}

bool keeper_write(struct keeper *k, const void *bytes, size_t len)
{
	return io_write(k->file, bytes, len);
}

bool keeper_end(struct keeper *k, bool keep, struct err *err)
{
	struct buf said = BUF_INIT;
	int status = 0;
	bool ok = true;

	/* closed first: some systems write only then */
	close(k->file);
	if (keep)
		ok = io_write(k->tell, "k", 1);
	close(k->tell);
	ok = io_read_all(k->hear, &said, SENTENCE_MAX) && ok;
	close(k->hear);
	while (waitpid(k->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (said.len)
		ok = err_set(err, "%s", buf_str(&said));
	else if (!ok || !WIFEXITED(status) || WEXITSTATUS(status))
		ok = err_set(err, "%s", _("The file was not kept: the process that looks after it ended early."));
	buf_free(&said);
	free(k);
	return ok;
}
