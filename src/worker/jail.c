#include <config.h>
#include "worker/jail.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "worker/fds.h"

static bool jail_limit(int what, rlim_t soft, rlim_t hard)
{
	struct rlimit r;

	/* what is already lower stays so */
	if (!getrlimit(what, &r)) {
		if (r.rlim_max != RLIM_INFINITY && hard > r.rlim_max)
			hard = r.rlim_max;
		if (soft > hard)
			soft = hard;
	}
	r.rlim_cur = soft;
	r.rlim_max = hard;
	return !setrlimit(what, &r);
}

static bool jail_limits_set(const struct jail_limits *limits)
{
	bool ok = jail_limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1) &&
		jail_limit(RLIMIT_FSIZE, 0, 0) && jail_limit(RLIMIT_CORE, 0, 0);

#ifdef RLIMIT_NPROC
	ok = ok && jail_limit(RLIMIT_NPROC, 0, 0);
#endif
	/* the shadow memory of the sanitizers is larger than any limit */
#ifndef QORJYN_SANITIZED
	ok = ok && jail_limit(RLIMIT_AS, limits->now + limits->memory, limits->now + limits->memory);
#endif
	return ok && jail_limit(RLIMIT_NOFILE, 0, 0);
}

/* Out of the way first: one of them may have a number that another must get. */
static bool jail_descriptors(int in, int out, int extra)
{
	enum { HIGH = 16 };
	int high_in = fcntl(in, F_DUPFD, HIGH), high_out = fcntl(out, F_DUPFD, HIGH);
	int high_extra = extra < 0 ? -1 : fcntl(extra, F_DUPFD, HIGH);

	if (high_in < 0 || high_out < 0 || (extra >= 0 && high_extra < 0))
		return false;
	if (dup2(high_in, JAIL_IN) < 0 || dup2(high_out, JAIL_OUT) < 0 ||
	    (extra >= 0 && dup2(high_extra, JAIL_EXTRA) < 0))
		return false;
	close(2);
	fds_close_from(extra < 0 ? JAIL_EXTRA : JAIL_EXTRA + 1);
	return true;
}

bool jail_worker_early(int parent)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t none;

	jail_parent_death();
	if (getppid() != parent)
		return false;
	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &plain, NULL); /* some cannot be set */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	return true;
}

bool jail_worker(const struct jail_limits *limits, const struct jail_filter *filter, int in, int out, int extra)
{
	return jail_descriptors(in, out, extra) && jail_limits_set(limits) && jail_filter_enter(filter);
}
