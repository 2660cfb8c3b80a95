/* The only file that knows seccomp and Landlock. */
#include <config.h>
#include "worker/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef HAVE_LINUX_LANDLOCK_H
#include <linux/landlock.h>
#endif

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

#ifndef SECCOMP_MODE_FILTER
#define SECCOMP_MODE_FILTER 2
#endif

/* The reader and the spawner may do everything but this.  Names that a
 * processor or an older libseccomp does not have are skipped. */
static const char *const denied[] = {
	/* the network, and other ways to other processes */
	"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
	"mq_open", "msgget", "msgsnd", "semget", "shmat", "shmget",
	/* other programs and other processes' memory */
	"execve", "execveat", "uselib", "ptrace", "process_vm_readv", "process_vm_writev",
	"process_madvise", "pidfd_getfd", "kcmp", "vfork",
	/* parts of the kernel that a reader has no use for */
	"io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "bpf",
	"perf_event_open", "userfaultfd", "add_key", "request_key", "keyctl",
	"fanotify_init", "lookup_dcookie", "nfsservctl", "personality", "modify_ldt",
	"iopl", "ioperm", "syslog", "vhangup", "vmsplice",
	"init_module", "finit_module", "delete_module", "create_module",
	"kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct", "quotactl",
	"quotactl_fd", "sethostname", "setdomainname",
	"settimeofday", "clock_settime", "clock_settime64", "adjtimex", "clock_adjtime", "clock_adjtime64",
	"stime",
	/* the tree of folders */
	"mount", "umount", "umount2", "mount_setattr", "move_mount", "open_tree", "fsopen",
	"fsconfig", "fsmount", "fspick", "pivot_root", "chroot", "unshare", "setns",
	"open_by_handle_at", "name_to_handle_at",
	/* what Landlock does not see: all of it can be done outside its folders */
	"chmod", "fchmod", "fchmodat", "fchmodat2",
	"chown", "fchown", "lchown", "fchownat", "chown32", "fchown32", "lchown32",
	"setxattr", "lsetxattr", "fsetxattr", "setxattrat",
	"removexattr", "lremovexattr", "fremovexattr", "removexattrat", "file_setattr",
	"utime", "utimes", "futimesat", "utimensat", "utimensat_time64",
	"truncate", "truncate64", "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat",
};

/* A worker may do this and nothing else; both libcs, all processors. */
static const char *const allowed[] = {
	"read", "write", "readv", "writev", "lseek", "_llseek", "close",
	"fstat", "fstat64",
	"brk", "munmap", "mremap", "madvise",
	"futex", "futex_time64",
	"exit", "exit_group", "rt_sigreturn", "sigreturn", "rt_sigprocmask", "restart_syscall",
	"getrandom", "clock_gettime", "clock_gettime64", "gettid", "getpid",
#ifdef QORJYN_SANITIZED
	"sigaltstack", "sched_yield", "prlimit64", "getrlimit", "ugetrlimit", "rt_sigaction",
	"set_robust_list",
#endif
};

enum { COUNT_DENIED = sizeof denied / sizeof denied[0], COUNT_ALLOWED = sizeof allowed / sizeof allowed[0] };

/* Whether the kernel (or what plays its part) has filters at all. */
static bool filter_possible(void)
{
	return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) || (errno != EINVAL && errno != ENOSYS);
}

static bool filter_rule(scmp_filter_ctx ctx, uint32_t action, const char *name,
	unsigned ncmp, const struct scmp_arg_cmp *cmp)
{
	int nr = seccomp_syscall_resolve_name(name);

	return nr == __NR_SCMP_ERROR || !seccomp_rule_add_array(ctx, action, nr, ncmp, cmp);
}

/* Only the low half of an int argument counts for the kernel. */
static struct scmp_arg_cmp filter_int(unsigned arg, uint32_t value)
{
	return (struct scmp_arg_cmp){ arg, SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, value };
}

static struct scmp_arg_cmp filter_bits(unsigned arg, uint64_t mask, uint64_t value)
{
	return (struct scmp_arg_cmp){ arg, SCMP_CMP_MASKED_EQ, mask, value };
}

static scmp_filter_ctx filter_start(uint32_t action)
{
	scmp_filter_ctx ctx = seccomp_init(action);

	/* refused where the kernel is too old for it: then one thread is killed,
	 * and there is only one */
	if (ctx)
		seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	return ctx;
}

/* ioctl and prctl are many calls in one. */
static bool filter_deny_parts(scmp_filter_ctx ctx)
{
	static const uint32_t ioctls[] = { TIOCSTI, TIOCLINUX, TIOCSETD, TIOCCONS, TIOCSCTTY };
	static const int prctls[] = { PR_SET_DUMPABLE, PR_SET_MM, PR_SET_PTRACER };
	const uint32_t no = SCMP_ACT_ERRNO(EPERM);
	bool ok = true;

	for (size_t i = 0; i < sizeof ioctls / sizeof ioctls[0]; i++) {
		struct scmp_arg_cmp cmp = filter_int(1, ioctls[i]);

		ok = ok && filter_rule(ctx, no, "ioctl", 1, &cmp);
	}
	for (size_t i = 0; i < sizeof prctls / sizeof prctls[0]; i++) {
		struct scmp_arg_cmp cmp[2] = { filter_int(0, (uint32_t)prctls[i]), { 1, SCMP_CMP_NE, 0, 0 } };

		ok = ok && filter_rule(ctx, no, "prctl", 2, cmp);
	}
	return ok;
}

/* New processes: none for the reader, none in new namespaces for the spawner.
 * clone3 keeps its flags in memory, where a filter cannot look: the libc goes
 * back to clone. */
static bool filter_deny_processes(scmp_filter_ctx ctx, bool may_fork)
{
	static const uint32_t spaces[] = {
		CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID,
		CLONE_NEWNET, CLONE_NEWCGROUP,
	};
#ifdef __s390__
	const unsigned flags = 1;
#else
	const unsigned flags = 0;
#endif
	const uint32_t no = SCMP_ACT_ERRNO(EPERM);
	bool ok = filter_rule(ctx, SCMP_ACT_ERRNO(ENOSYS), "clone3", 0, NULL);
	struct scmp_arg_cmp cmp;

	if (!may_fork) {
		cmp = filter_bits(flags, CLONE_THREAD, 0);
		return ok && filter_rule(ctx, no, "fork", 0, NULL) && filter_rule(ctx, no, "clone", 1, &cmp);
	}
	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
		cmp = filter_bits(flags, spaces[i], spaces[i]);
		ok = ok && filter_rule(ctx, no, "clone", 1, &cmp);
	}
	return ok;
}

static bool filter_deny(bool may_fork, struct jail_state *state, struct err *err)
{
	scmp_filter_ctx ctx;
	bool ok;

	if (!filter_possible())
		return true;
	ctx = filter_start(SCMP_ACT_ALLOW);
	ok = ctx && filter_deny_parts(ctx) && filter_deny_processes(ctx, may_fork);
	for (size_t i = 0; ok && i < COUNT_DENIED; i++)
		ok = filter_rule(ctx, SCMP_ACT_ERRNO(EPERM), denied[i], 0, NULL);
	if (ok) {
		/* threads that a library may have started are held to it too */
		seccomp_attr_set(ctx, SCMP_FLTATR_CTL_TSYNC, 1);
		ok = !seccomp_load(ctx);
	}
	seccomp_release(ctx);
	state->seccomp = ok;
	return ok || err_set(err, _("This system has system call filters but refuses to set one. Nothing is opened without it."));
}

#ifdef HAVE_LINUX_LANDLOCK_H

#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif

/* The kernel's struct as it is today; older kernels get the part they know. */
struct landlock_handled {
	uint64_t files, net, scoped;
};

static const uint64_t landlock_writes =
	LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG;
static const uint64_t landlock_makes =
	LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

/* What this ABI can hold back, and what of it the writable folders get again. */
static size_t landlock_handled(int abi, bool reads, struct landlock_handled *h, uint64_t *again)
{
	memset(h, 0, sizeof *h);
	*again = landlock_writes;
	if (abi >= 2)
		*again |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		*again |= LANDLOCK_ACCESS_FS_TRUNCATE;
	h->files = *again | landlock_makes;
	if (abi >= 5)
		h->files |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
	if (reads)
		h->files |= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	if (abi >= 4)
		h->net = 3;    /* bind and connect */
	if (abi >= 6)
		h->scoped = 3; /* abstract sockets and signals of others */
	return abi >= 6 ? sizeof *h : abi >= 4 ? sizeof h->files + sizeof h->net : sizeof h->files;
}

static bool landlock_writable(int rules, const char *folder, uint64_t access)
{
	struct landlock_path_beneath_attr beneath = { .allowed_access = access };
	bool ok;

	beneath.parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (beneath.parent_fd < 0)
		return true;
	ok = !syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent_fd);
	return ok;
}

static bool landlock_enter(const char *const *writable, bool reads, struct jail_state *state, struct err *err)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_handled handled;
	uint64_t again;
	size_t size;
	int rules;
	bool ok;

	if (abi < 1)
		return true;
	size = landlock_handled((int)abi, reads, &handled, &again);
	rules = (int)syscall(SYS_landlock_create_ruleset, &handled, size, 0);
	ok = rules >= 0;
	for (size_t i = 0; ok && writable && writable[i]; i++)
		ok = landlock_writable(rules, writable[i], again);
	ok = ok && !syscall(SYS_landlock_restrict_self, rules, 0);
	if (rules >= 0)
		close(rules);
	if (ok)
		state->landlock = (int)abi;
	return ok || err_sys(err, errno, _("This system can confine a program to its folders (Landlock) but refuses to"));
}

#else

static bool landlock_enter(const char *const *writable, bool reads, struct jail_state *state, struct err *err)
{
	(void)writable, (void)reads, (void)state, (void)err;
	return true;
}

#endif

/* When the superuser runs it.  Only what is about reading and writing files may
 * be kept: files of others can then still be read. */
static void jail_capabilities(uint32_t keep)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct caps[2];

	if (syscall(SYS_capget, &head, caps))
		return;
	for (int i = 0; i < 2; i++) {
		uint32_t mask = i ? 0 : keep;

		caps[i].effective &= mask;
		caps[i].permitted &= mask;
		caps[i].inheritable = 0;
	}
	syscall(SYS_capset, &head, caps);
}

static bool jail_common(uint32_t capabilities, struct jail_state *state, struct err *err)
{
	struct rlimit none = { 0, 0 };

	memset(state, 0, sizeof *state);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) ||
	    setrlimit(RLIMIT_CORE, &none))
		return err_sys(err, errno, _("The program cannot confine itself"));
	jail_capabilities(capabilities);
	return true;
}

bool jail_reader(const char *const *writable, struct jail_state *state, struct err *err)
{
	const uint32_t files = CAP_TO_MASK(CAP_DAC_OVERRIDE) | CAP_TO_MASK(CAP_DAC_READ_SEARCH);

	return jail_common(files, state, err) &&
		landlock_enter(writable, false, state, err) && filter_deny(false, state, err);
}

bool jail_spawner(struct jail_state *state, struct err *err)
{
	return jail_common(0, state, err) &&
		landlock_enter(NULL, true, state, err) && filter_deny(true, state, err);
}

/* Memory that can be run is not to be had; the state of a file only through
 * its descriptor; signals (abort() sends one) only to itself. */
static bool filter_allow_parts(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp data = filter_bits(2, PROT_EXEC, 0);
	const struct scmp_arg_cmp self = filter_int(0, (uint32_t)getpid());
	const struct scmp_arg_cmp at[2] = { filter_bits(0, 0xFFFFFFF8, 0), filter_bits(3, AT_EMPTY_PATH, AT_EMPTY_PATH) };
	const struct scmp_arg_cmp atx[2] = { filter_bits(0, 0xFFFFFFF8, 0), filter_bits(2, AT_EMPTY_PATH, AT_EMPTY_PATH) };
	bool ok = filter_rule(ctx, SCMP_ACT_ALLOW, "mprotect", 1, &data) &&
		filter_rule(ctx, SCMP_ACT_ALLOW, "mmap2", 1, &data) &&
		filter_rule(ctx, SCMP_ACT_ALLOW, "tgkill", 1, &self) &&
		filter_rule(ctx, SCMP_ACT_ALLOW, "newfstatat", 2, at) &&
		filter_rule(ctx, SCMP_ACT_ALLOW, "statx", 2, atx);

	/* where there is mmap2, the arguments of mmap are in memory */
#if !defined __i386__ && !defined __arm__
	ok = ok && filter_rule(ctx, SCMP_ACT_ALLOW, "mmap", 1, &data);
#endif
	return ok;
}

struct jail_filter {
	scmp_filter_ctx ctx;
};

struct jail_filter *jail_filter_new(struct jail_state *state, bool *ok)
{
	struct jail_filter *filter;
	scmp_filter_ctx ctx;

	*ok = true;
	state->seccomp = filter_possible();
	if (!state->seccomp)
		return NULL;
	ctx = filter_start(SCMP_ACT_ERRNO(ENOSYS));
	*ok = ctx && filter_allow_parts(ctx);
	for (size_t i = 0; *ok && i < COUNT_ALLOWED; i++)
		*ok = filter_rule(ctx, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
	if (!*ok) {
		seccomp_release(ctx);
		return NULL;
	}
	filter = mem_alloc(sizeof *filter);
	filter->ctx = ctx;
	return filter;
}

bool jail_filter_enter(const struct jail_filter *filter)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return false;
	return !filter || !seccomp_load(filter->ctx);
}

void jail_parent_death(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

#ifdef QORJYN_SANITIZED
/* The leak checker needs what the jail forbids: in there it stays off. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}
#endif
