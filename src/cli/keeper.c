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
#include "base/text.h"
#include "cli/out.h"
#include "reader/out_file.h"

enum { SENTENCE_MAX = 8192, PIECE = 64 << 10 };

/* Each pipe has one meaning, so that the end of the reader and the end of the bytes are told apart. */
enum { BYTES, KEEP, ANSWER, PIPES };

struct keeper {
	pid_t pid;
	int bytes, keep, answer;
};

/* ---- the process */

static void ignore_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE, SIGXFSZ };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	/* what stops the reader closes its pipes; this process must live to tidy up */
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &ignore, NULL);
}

static ssize_t read_some(int fd, char *piece)
{
	ssize_t n;

	do
		n = read(fd, piece, PIECE);
	while (n < 0 && errno == EINTR);
	return n;
}

/* Whatever comes goes into the file; false and err when it could not be written, and the rest is let go. */
static bool copy(int from, const struct out_file *f, struct err *err)
{
	char piece[PIECE];
	bool ok = true;
	ssize_t n;

	while ((n = read_some(from, piece)) > 0)
		if (ok && !io_write(f->fd, piece, (size_t)n)) {
			char *shown = text_name(f->path);

			ok = err_sys(err, errno, _("%s cannot be written"), shown);
			free(shown);
		}
	return ok && n == 0;
}

static void answer(int fd, const struct err *err)
{
	io_write(fd, err_text(err), strlen(err_text(err)));
}

/* A plus sign: the file is open.  Then nothing, or a sentence. */
static void serve(const char *path, bool replace, bool shared, const int fds[PIPES])
{
	struct err err = ERR_INIT;
	struct out_file f;
	char keep = 0;
	bool ok;

	ignore_signals();
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	if (!(shared ? out_file_open_public : out_file_open)(&f, path, replace, &err)) {
		answer(fds[ANSWER], &err);
		_exit(0);
	}
	io_write(fds[ANSWER], "+", 1);
	ok = copy(fds[BYTES], &f, &err);
	if (!io_read(fds[KEEP], &keep, 1) || keep != 'k' || !ok)
		out_file_drop(&f);
	else
		out_file_keep(&f, &err);
	answer(fds[ANSWER], &err);
	_exit(0);
}

/* ---- the reader */

static void close_all(int pipes[PIPES][2])
{
	for (int i = 0; i < PIPES; i++)
		for (int end = 0; end < 2; end++)
			if (pipes[i][end] >= 0)
				close(pipes[i][end]);
}

static bool make_pipes(int pipes[PIPES][2])
{
	for (int i = 0; i < PIPES; i++) {
		if (pipe(pipes[i]) != 0) {
			pipes[i][0] = pipes[i][1] = -1;
			return false;
		}
		for (int end = 0; end < 2; end++)
			fcntl(pipes[i][end], F_SETFD, FD_CLOEXEC);
	}
	return true;
}

static void take_end(int pipes[PIPES][2], int which, int end, int *fd)
{
	*fd = pipes[which][end];
	pipes[which][end] = -1;
}

static pid_t start(const char *path, bool replace, bool shared, int pipes[PIPES][2])
{
	pid_t pid = make_pipes(pipes) ? fork() : -1;
	int fds[PIPES];

	if (pid != 0)
		return pid;
	take_end(pipes, BYTES, 0, &fds[BYTES]);
	take_end(pipes, KEEP, 0, &fds[KEEP]);
	take_end(pipes, ANSWER, 1, &fds[ANSWER]);
	close_all(pipes);
	serve(path, replace, shared, fds);
	return 0;
}

/* Waits for the end of the process; said: what it answered so far, is freed with k. */
static bool finish(struct keeper *k, struct buf *said, struct err *err)
{
	int status = 0;
	bool ok;

	close(k->bytes);
	close(k->keep);
	ok = io_read_all(k->answer, said, SENTENCE_MAX);
	close(k->answer);
	while (waitpid(k->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (said->len)
		ok = err_set(err, "%s", buf_str(said));
	else if (!ok || !WIFEXITED(status) || WEXITSTATUS(status))
		ok = err_set(err, "%s", _("The file was not kept: the process that looks after it ended early."));
	buf_free(said);
	free(k);
	return ok;
}

bool keeper_format(const char *path, bool encrypted, enum write_format *format)
{
	if (write_format_of(path, format) && (!encrypted || *format == WRITE_ZIP))
		return true;
	if (encrypted)
		out_error(_("Only a .zip can be encrypted, and %s is none: give -o a name that ends in .zip."), path);
	else
		out_error(_("The name %s does not say what to make: it must end in .tar.zst, .tar.xz, .tar.gz, .tar or .zip."), path);
	return false;
}

struct keeper *keeper_start(const char *path, bool replace, bool shared, struct err *err)
{
	int pipes[PIPES][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct keeper *k = mem_alloc(sizeof *k);
	struct buf said = BUF_INIT;
	char first = 0;

	k->pid = start(path, replace, shared, pipes);
	if (k->pid < 0) {
		err_sys(err, errno, _("No process can be started to look after the file"));
		close_all(pipes);
		free(k);
		return NULL;
	}
	take_end(pipes, BYTES, 1, &k->bytes);
	take_end(pipes, KEEP, 1, &k->keep);
	take_end(pipes, ANSWER, 0, &k->answer);
	close_all(pipes);
	sigaction(SIGPIPE, &ignore, NULL);
	if (io_read(k->answer, &first, 1) && first == '+')
		return k;
	/* what came was the first byte of why not */
	if (first)
		buf_addc(&said, first);
	finish(k, &said, err);
	return NULL;
}

bool keeper_write(struct keeper *k, const void *bytes, size_t len)
{
	return io_write(k->bytes, bytes, len);
}

bool keeper_end(struct keeper *k, bool keep, struct err *err)
{
	struct buf said = BUF_INIT;
	/* when it cannot be told, the process has ended, and that is found below */
	bool told = !keep || io_write(k->keep, "k", 1);

	return finish(k, &said, err) && told;
}
