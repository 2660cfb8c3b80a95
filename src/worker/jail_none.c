/* Systems without seccomp and Landlock: a process of its own and limits. */
#include <config.h>
#include "worker/jail.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "base/err.h"
#include "base/i18n.h"

static bool jail_core(struct jail_state *state, struct err *err)
{
	struct rlimit none = { 0, 0 };

	memset(state, 0, sizeof *state);
	return !setrlimit(RLIMIT_CORE, &none) || err_sys(err, errno, _("The program cannot confine itself"));
}

bool jail_reader(const char *const *writable, struct jail_state *state, struct err *err)
{
	(void)writable;
	return jail_core(state, err);
}

bool jail_spawner(struct jail_state *state, struct err *err)
{
	return jail_core(state, err);
}

struct jail_filter *jail_filter_new(struct jail_state *state, bool *ok)
{
	state->seccomp = false;
	*ok = true;
	return NULL;
}

bool jail_filter_enter(const struct jail_filter *filter)
{
	(void)filter;
	return true;
}

void jail_parent_death(void)
{
}
