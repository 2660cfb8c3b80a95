/* Signals of the terminal's life. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "tui/term_signal.h"

static const struct { int number; enum signal_event event; } watched[] = {
	{ SIGTERM, SIGNAL_QUIT }, { SIGHUP, SIGNAL_QUIT }, { SIGINT, SIGNAL_INTERRUPT }, { SIGTSTP, SIGNAL_STOP },
	{ SIGCONT, SIGNAL_CONTINUE }, { SIGWINCH, SIGNAL_RESIZE },
};

enum { WATCHED = sizeof watched / sizeof *watched };

/* Handlers have no argument but the number: their state cannot be elsewhere. */
static volatile sig_atomic_t came[WATCHED];
static int wake[2] = { -1, -1 };
static struct sigaction before[WATCHED];

static void on_signal(int number)
{
	int error = errno;

	for (size_t i = 0; i < WATCHED; i++)
		if (watched[i].number == number)
			came[i] = 1;
	if (write(wake[1], "", 1) < 0) {
		/* the pipe is full: then it wakes already */
	}
	errno = error;
}

static void watch(size_t i)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigemptyset(&sa.sa_mask);
	sigaction(watched[i].number, &sa, NULL);
}

void signals_open(void)
{
	if (pipe(wake) != 0)
		wake[0] = wake[1] = -1;
	for (int i = 0; i < 2; i++) {
		fcntl(wake[i], F_SETFL, O_NONBLOCK);
		fcntl(wake[i], F_SETFD, FD_CLOEXEC);
	}
	for (size_t i = 0; i < WATCHED; i++) {
		came[i] = 0;
		sigaction(watched[i].number, NULL, &before[i]);
		/* who starts a program with a signal ignored (nohup) wants it so */
		if (before[i].sa_handler != SIG_IGN || watched[i].event == SIGNAL_RESIZE)
			watch(i);
	}
}

void signals_close(void)
{
	for (size_t i = 0; i < WATCHED; i++)
		sigaction(watched[i].number, &before[i], NULL);
	for (int i = 0; i < 2; i++) {
		if (wake[i] >= 0)
			close(wake[i]);
		wake[i] = -1;
	}
}

int signals_fd(void)
{
	return wake[0];
}

enum signal_event signals_next(void)
{
	char bytes[64];

	while (read(wake[0], bytes, sizeof bytes) > 0)
		;
	for (size_t i = 0; i < WATCHED; i++)
		if (came[i]) {
			came[i] = 0;
			return watched[i].event;
		}
	return SIGNAL_NONE;
}

void signals_stop(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL }, old;
	sigset_t set, was;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTSTP, &sa, &old);
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, &was);
	raise(SIGTSTP);
	sigprocmask(SIG_SETMASK, &was, NULL);
	sigaction(SIGTSTP, &old, NULL);
	/* going on is what this very call returns for; of a new size meanwhile only the shell was told */
	for (size_t i = 0; i < WATCHED; i++)
		if (watched[i].event == SIGNAL_CONTINUE || watched[i].event == SIGNAL_STOP)
			came[i] = 0;
		else if (watched[i].event == SIGNAL_RESIZE)
			on_signal(watched[i].number);
}
