#include <config.h>
#include "worker/attempts.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define ATTEMPT(name) static int name(const struct room *room)

static int tried(long result)
{
	return result < 0 ? errno : 0;
}

/* ---- files */

ATTEMPT(open_to_read) { return tried(open(room->outside, O_RDONLY)); }
ATTEMPT(open_to_write) { return tried(open(room->outside, O_WRONLY)); }
ATTEMPT(open_to_append) { return tried(open(room->outside, O_RDWR | O_APPEND)); }
ATTEMPT(open_to_empty) { return tried(open(room->outside, O_RDONLY | O_TRUNC)); }
ATTEMPT(open_to_create) { return tried(open(room->outside_new, O_WRONLY | O_CREAT | O_EXCL, 0600)); }
ATTEMPT(open_temporary) { return tried(open(room->outside_folder, O_WRONLY | O_TMPFILE, 0600)); }
ATTEMPT(open_through_link) { return tried(open(room->inside_link, O_WRONLY)); }
ATTEMPT(open_through_link_to_empty) { return tried(open(room->inside_link, O_WRONLY | O_CREAT | O_TRUNC, 0600)); }
ATTEMPT(open_terminal) { (void)room; return tried(open("/dev/ptmx", O_RDWR | O_NOCTTY)); }
ATTEMPT(truncate_by_name) { return tried(truncate(room->outside, 0)); }
ATTEMPT(truncate_through_link) { return tried(truncate(room->inside_link, 0)); }
ATTEMPT(rename_outside) { return tried(rename(room->outside, room->outside_new)); }
ATTEMPT(rename_in) { return tried(rename(room->outside, room->inside_new)); }
ATTEMPT(rename_out) { return tried(rename(room->inside, room->outside_new)); }
ATTEMPT(rename_over) { return tried(rename(room->inside, room->outside)); }
ATTEMPT(remove_file) { return tried(unlink(room->outside)); }
ATTEMPT(remove_folder) { return tried(rmdir(room->outside_folder)); }
ATTEMPT(make_folder) { return tried(mkdir(room->outside_new, 0700)); }
ATTEMPT(link_in) { return tried(link(room->outside, room->inside_new)); }
ATTEMPT(link_out) { return tried(link(room->inside, room->outside_new)); }
ATTEMPT(symlink_inside) { return tried(symlink(room->outside, room->inside_new)); }
ATTEMPT(symlink_outside) { return tried(symlink("x", room->outside_new)); }
ATTEMPT(make_fifo) { return tried(mkfifo(room->inside_new, 0600)); }
ATTEMPT(chmod_outside) { return tried(chmod(room->outside, 0666)); }
ATTEMPT(chmod_inside) { return tried(chmod(room->inside, 0666)); }
ATTEMPT(chmod_open) { return tried(fchmod(room->victim, 0666)); }
ATTEMPT(chmod_at) { return tried(fchmodat(AT_FDCWD, room->outside, 0666, 0)); }
ATTEMPT(chown_outside) { return tried(chown(room->outside, getuid(), getgid())); }
ATTEMPT(chown_link) { return tried(lchown(room->outside, getuid(), getgid())); }
ATTEMPT(chown_open) { return tried(fchown(room->victim, getuid(), getgid())); }
ATTEMPT(chown_at) { return tried(fchownat(AT_FDCWD, room->outside, getuid(), getgid(), 0)); }
ATTEMPT(set_attribute) { return tried(setxattr(room->outside, "user.x", "y", 1, 0)); }
ATTEMPT(set_attribute_link) { return tried(lsetxattr(room->outside, "user.x", "y", 1, 0)); }
ATTEMPT(set_attribute_open) { return tried(fsetxattr(room->victim, "user.x", "y", 1, 0)); }
ATTEMPT(remove_attribute) { return tried(removexattr(room->outside, "user.x")); }
ATTEMPT(set_times) { return tried(utimensat(AT_FDCWD, room->outside, NULL, 0)); }
ATTEMPT(stat_by_name) { struct stat st; return tried(stat(room->outside, &st)); }
ATTEMPT(folder_of_process) { char name[4096]; (void)room; return tried(syscall(SYS_getcwd, name, sizeof name)); }
ATTEMPT(read_link) { char name[64]; return tried(readlink(room->inside_link, name, sizeof name)); }
ATTEMPT(duplicate) { (void)room; return tried(dup(0)); }
ATTEMPT(lock_file) { struct flock l = { .l_type = F_RDLCK }; return tried(fcntl(room->victim, F_SETLK, &l)); }

/* ---- the network and other ways out */

/* Every family and type; the answer of the filter, or what got past it. */
ATTEMPT(sockets)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET };
	int last = 0;

	(void)room;
	for (int family = 0; family <= 45; family++) {
		for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
			last = tried(socket(family, types[i], 0));
			if (last != EPERM && last != ENOSYS)
				return last;
		}
	}
	return last;
}

/* Outside the jail one family must be there, or the row above shows nothing. */
ATTEMPT(socket_unix) { (void)room; return tried(socket(AF_UNIX, SOCK_DGRAM, 0)); }
ATTEMPT(socket_pair) { int pair[2]; (void)room; return tried(socketpair(AF_UNIX, SOCK_STREAM, 0, pair)); }
ATTEMPT(connect_to) { struct sockaddr a = { .sa_family = AF_UNSPEC }; (void)room; return tried(connect(0, &a, sizeof a)); }
ATTEMPT(bind_to) { struct sockaddr a = { .sa_family = AF_UNSPEC }; (void)room; return tried(bind(0, &a, sizeof a)); }
ATTEMPT(listen_on) { (void)room; return tried(listen(0, 1)); }
ATTEMPT(accept_from) { (void)room; return tried(accept(0, NULL, NULL)); }
ATTEMPT(accept4_from) { (void)room; return tried(accept4(0, NULL, NULL, 0)); }
ATTEMPT(shared_memory) { (void)room; return tried(shmget(IPC_PRIVATE, 4096, 0600 | IPC_CREAT)); }
ATTEMPT(message_queue) { (void)room; return tried(syscall(SYS_mq_open, "/qorjyn-test", O_RDWR | O_CREAT, 0600, NULL)); }
ATTEMPT(push_input) { char c = 'x'; return tried(ioctl(room->tty, TIOCSTI, &c)); }
ATTEMPT(push_input_wide) { char c = 'x'; return tried(syscall(SYS_ioctl, (long)room->tty, (long)((1ULL << 32) | TIOCSTI), &c)); }
ATTEMPT(console_trick) { char c = 2; return tried(ioctl(room->tty, TIOCLINUX, &c)); }
ATTEMPT(line_discipline) { int n = 0; return tried(ioctl(room->tty, TIOCSETD, &n)); }
ATTEMPT(take_terminal) { return tried(ioctl(room->tty, TIOCSCTTY, 0)); }

/* ---- other programs and processes */

ATTEMPT(run_program)
{
	char *argv[] = { (char *)(uintptr_t)"true", NULL }, *env[] = { NULL };

	(void)room;
	return tried(execve("/bin/true", argv, env));
}

ATTEMPT(run_program_at)
{
	char *argv[] = { (char *)(uintptr_t)"true", NULL }, *env[] = { NULL };

	(void)room;
	return tried(syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, env, 0));
}

/* A program that is nowhere in the tree of files. */
ATTEMPT(run_from_memory)
{
	char *argv[] = { (char *)(uintptr_t)"x", NULL }, *env[] = { NULL };
	int fd = (int)syscall(SYS_memfd_create, "x", 0);

	(void)room;
	if (fd < 0)
		return errno;
	if (write(fd, "#!/bin/true\n", 12) != 12)
		return errno;
	return tried(syscall(SYS_execveat, fd, "", argv, env, AT_EMPTY_PATH));
}

static int forked(long pid)
{
	int error = errno;

	if (!pid)
		_exit(0);
	if (pid > 0)
		waitpid((pid_t)pid, NULL, 0);
	return pid < 0 ? error : 0;
}

#ifdef SYS_fork
ATTEMPT(new_process) { (void)room; return forked(syscall(SYS_fork)); }
#endif
ATTEMPT(new_process_clone) { (void)room; return forked(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }
ATTEMPT(new_process_libc) { (void)room; return forked(fork()); }
ATTEMPT(new_namespace_clone) { (void)room; return forked(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)); }

ATTEMPT(new_process_clone3)
{
	uint64_t args[8] = { 0 };

	(void)room;
	args[4] = SIGCHLD;
	return forked(syscall(435, args, sizeof args));
}

ATTEMPT(be_traced) { (void)room; return tried(ptrace(PTRACE_TRACEME, 0, NULL, NULL)); }
ATTEMPT(trace_other) { return tried(ptrace(PTRACE_ATTACH, room->other, NULL, NULL)); }
ATTEMPT(seize_other) { return tried(ptrace(PTRACE_SEIZE, room->other, NULL, NULL)); }

ATTEMPT(read_memory)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { (void *)(uintptr_t)&attempts, 1 };

	return tried(process_vm_readv(room->other, &here, 1, &there, 1, 0));
}

ATTEMPT(write_memory)
{
	char byte = 0;
	struct iovec here = { &byte, 1 }, there = { &byte, 1 };

	return tried(process_vm_writev(room->other, &here, 1, &there, 1, 0));
}

static int open_proc(const struct room *room, const char *what, int flags)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", (int)room->other, what);
	return tried(open(path, flags));
}

ATTEMPT(open_memory) { return open_proc(room, "mem", O_RDONLY); }
ATTEMPT(open_memory_to_write) { return open_proc(room, "mem", O_RDWR); }
ATTEMPT(open_maps) { return open_proc(room, "maps", O_RDONLY); }
ATTEMPT(open_environment) { return open_proc(room, "environ", O_RDONLY); }
ATTEMPT(take_descriptor) { (void)room; return tried(syscall(SYS_pidfd_getfd, -1, 0, 0)); }
ATTEMPT(signal_other) { return tried(kill(room->other, 0)); }
ATTEMPT(signal_other_thread) { return tried(syscall(SYS_tgkill, room->other, room->other, 0)); }
ATTEMPT(be_dumpable) { (void)room; return tried(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); }
ATTEMPT(let_trace) { (void)room; return tried(prctl(PR_SET_PTRACER, 1, 0, 0, 0)); }
ATTEMPT(change_map) { (void)room; return tried(prctl(PR_SET_MM, 1, 0, 0, 0)); }
ATTEMPT(compare_processes) { return tried(syscall(SYS_kcmp, room->other, room->other, 0, 0, 0)); }

/* ---- the kernel */

ATTEMPT(ring) { char params[256] = ""; (void)room; return tried(syscall(SYS_io_uring_setup, 1, params)); }
ATTEMPT(ring_enter) { (void)room; return tried(syscall(SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0)); }
ATTEMPT(kernel_program) { char attr[128] = ""; (void)room; return tried(syscall(SYS_bpf, 0, attr, sizeof attr)); }
ATTEMPT(performance) { char attr[128] = ""; (void)room; return tried(syscall(SYS_perf_event_open, attr, 0, -1, -1, 0)); }
ATTEMPT(fault_handler) { (void)room; return tried(syscall(SYS_userfaultfd, 1)); }
ATTEMPT(key_control) { (void)room; return tried(syscall(SYS_keyctl, 0, -3, 0)); }
ATTEMPT(key_add) { (void)room; return tried(syscall(SYS_add_key, "user", "x", "y", 1, -2)); }
ATTEMPT(key_request) { (void)room; return tried(syscall(SYS_request_key, "user", "x", NULL, -2)); }
ATTEMPT(namespace_new) { (void)room; return tried(unshare(CLONE_NEWUSER)); }
ATTEMPT(namespace_files) { (void)room; return tried(unshare(CLONE_NEWNS)); }
ATTEMPT(namespace_enter) { (void)room; return tried(setns(0, 0)); }
ATTEMPT(mount_folder) { return tried(mount("none", room->outside_folder, "tmpfs", 0, NULL)); }
ATTEMPT(unmount_folder) { return tried(umount2(room->outside_folder, 0)); }
ATTEMPT(open_file_system) { (void)room; return tried(syscall(SYS_fsopen, "tmpfs", 0)); }
ATTEMPT(open_tree_of) { return tried(syscall(SYS_open_tree, AT_FDCWD, room->folder, 0)); }
ATTEMPT(move_mount_to) { (void)room; return tried(syscall(SYS_move_mount, -1, "", -1, "", 0)); }
ATTEMPT(change_root) { return tried(chroot(room->folder)); }
ATTEMPT(pivot) { (void)room; return tried(syscall(SYS_pivot_root, "/x", "/y")); }
ATTEMPT(file_handle) { (void)room; return tried(syscall(SYS_open_by_handle_at, -1, NULL, 0)); }
ATTEMPT(load_module) { (void)room; return tried(syscall(SYS_init_module, NULL, 0, "")); }
ATTEMPT(accounting) { (void)room; return tried(syscall(SYS_acct, "/x")); }
ATTEMPT(swap) { (void)room; return tried(syscall(SYS_swapon, "/x", 0)); }
ATTEMPT(restart_machine) { (void)room; return tried(syscall(SYS_reboot, 0, 0, 0, NULL)); }
ATTEMPT(host_name) { (void)room; return tried(sethostname("", 0)); }
ATTEMPT(personality_of) { (void)room; return tried(syscall(SYS_personality, 0xFFFFFFFF)); }

/* ---- memory that can be run */

ATTEMPT(map_to_run)
{
	(void)room;
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

ATTEMPT(make_to_run)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)room;
	return tried(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

ATTEMPT(memory_file) { (void)room; return tried(syscall(SYS_memfd_create, "x", 0)); }

/* Both processes that live long; and all three. */
enum { BOTH = READER | SPAWNER, ALL = BOTH | WORKER };

const struct attempt attempts[] = {
	{ "open a file for reading", open_to_read, SPAWNER | WORKER | CONTROL, LANDLOCK, { EACCES } },
	{ "open a file outside for writing", open_to_write, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "open a file outside for appending", open_to_append, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "empty a file outside by opening it", open_to_empty, ALL | CONTROL, LANDLOCK_TRUNCATE, { EACCES } },
	{ "create a file outside", open_to_create, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "create a nameless file outside", open_temporary, ALL, LANDLOCK, { EACCES } },
	{ "write through a symbolic link inside", open_through_link, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "empty a file through a symbolic link inside", open_through_link_to_empty, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "open another terminal", open_terminal, ALL, LANDLOCK, { EACCES } },
	{ "truncate a file outside by name", truncate_by_name, ALL | CONTROL, FILTER, { EPERM } },
	{ "truncate a file through a symbolic link", truncate_through_link, ALL | CONTROL, FILTER, { EPERM } },
	{ "rename outside", rename_outside, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "rename from outside to inside", rename_in, ALL | CONTROL, LANDLOCK, { EACCES, EXDEV } },
	{ "rename from inside to outside", rename_out, ALL | CONTROL, LANDLOCK, { EACCES, EXDEV } },
	{ "rename over a file outside", rename_over, ALL | CONTROL, LANDLOCK, { EACCES, EXDEV } },
	{ "remove a file outside", remove_file, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "remove a folder outside", remove_folder, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "make a folder outside", make_folder, ALL | CONTROL, LANDLOCK, { EACCES } },
	{ "link a file from outside", link_in, ALL | CONTROL, FILTER, { EPERM } },
	{ "link a file to outside", link_out, ALL | CONTROL, FILTER, { EPERM } },
	{ "make a symbolic link inside", symlink_inside, ALL | CONTROL, FILTER, { EPERM } },
	{ "make a symbolic link outside", symlink_outside, ALL | CONTROL, FILTER, { EPERM } },
	{ "make a named pipe", make_fifo, ALL | CONTROL, FILTER, { EPERM } },
	{ "chmod outside", chmod_outside, ALL | CONTROL, FILTER, { EPERM } },
	{ "chmod inside", chmod_inside, ALL | CONTROL, FILTER, { EPERM } },
	{ "chmod of an open file", chmod_open, ALL | CONTROL, FILTER, { EPERM } },
	{ "chmod relative to a folder", chmod_at, ALL | CONTROL, FILTER, { EPERM } },
	{ "chown", chown_outside, ALL | CONTROL, FILTER, { EPERM } },
	{ "chown of a link", chown_link, ALL | CONTROL, FILTER, { EPERM } },
	{ "chown of an open file", chown_open, ALL | CONTROL, FILTER, { EPERM } },
	{ "chown relative to a folder", chown_at, ALL | CONTROL, FILTER, { EPERM } },
	{ "set an attribute", set_attribute, ALL, FILTER, { EPERM } },
	{ "set an attribute of a link", set_attribute_link, ALL, FILTER, { EPERM } },
	{ "set an attribute of an open file", set_attribute_open, ALL, FILTER, { EPERM } },
	{ "remove an attribute", remove_attribute, ALL, FILTER, { EPERM } },
	{ "set times", set_times, ALL | CONTROL, FILTER, { EPERM } },
	{ "look at a file by name", stat_by_name, WORKER | CONTROL, FILTER, { 0 } },
	{ "ask for the folder it runs in", folder_of_process, WORKER | CONTROL, FILTER, { 0 } },
	{ "read a symbolic link", read_link, WORKER | CONTROL, FILTER, { 0 } },
	{ "duplicate a descriptor", duplicate, WORKER | CONTROL, FILTER, { 0 } },
	{ "lock a file", lock_file, WORKER | CONTROL, FILTER, { 0 } },

	{ "a socket of any family", sockets, ALL, FILTER, { EPERM } },
	{ "a local socket", socket_unix, ALL | CONTROL, FILTER, { EPERM } },
	{ "a pair of sockets", socket_pair, ALL | CONTROL, FILTER, { EPERM } },
	{ "connect", connect_to, ALL, FILTER, { EPERM } },
	{ "bind", bind_to, ALL, FILTER, { EPERM } },
	{ "listen", listen_on, ALL, FILTER, { EPERM } },
	{ "accept", accept_from, ALL, FILTER, { EPERM } },
	{ "accept4", accept4_from, ALL, FILTER, { EPERM } },
	{ "shared memory", shared_memory, ALL | CONTROL, FILTER, { EPERM } },
	{ "a message queue", message_queue, ALL, FILTER, { EPERM } },
	{ "push input into the terminal", push_input, ALL, FILTER, { EPERM } },
	{ "push input with high bits set", push_input_wide, ALL, FILTER, { EPERM } },
	{ "paste through the console", console_trick, ALL, FILTER, { EPERM } },
	{ "change the line discipline", line_discipline, ALL | CONTROL, FILTER, { EPERM } },
	{ "take a terminal", take_terminal, ALL, FILTER, { EPERM } },

	{ "run a program", run_program, ALL | CONTROL, FILTER, { EPERM } },
	{ "run a program relative to a folder", run_program_at, ALL | CONTROL, FILTER, { EPERM } },
	{ "run a program from memory", run_from_memory, ALL, FILTER, { EPERM } },
#ifdef SYS_fork
	{ "fork", new_process, READER | WORKER | CONTROL, FILTER, { EPERM } },
#endif
	{ "clone", new_process_clone, READER | WORKER | CONTROL, FILTER, { EPERM } },
	{ "the libc's fork", new_process_libc, READER | WORKER | CONTROL, FILTER, { EPERM } },
	{ "clone3", new_process_clone3, ALL | CONTROL, FILTER, { ENOSYS } },
	{ "clone into a new namespace", new_namespace_clone, ALL, FILTER, { EPERM } },
	{ "be traced", be_traced, ALL | CONTROL, FILTER, { EPERM } },
	{ "attach to another process", trace_other, ALL, FILTER, { EPERM } },
	{ "seize another process", seize_other, ALL, FILTER, { EPERM } },
	{ "read another process' memory", read_memory, ALL, FILTER, { EPERM } },
	{ "write another process' memory", write_memory, ALL, FILTER, { EPERM } },
	{ "open another process' memory", open_memory, ALL | CONTROL, LANDLOCK, { EACCES, EPERM } },
	{ "open another process' memory for writing", open_memory_to_write, ALL | CONTROL, LANDLOCK, { EACCES, EPERM } },
	{ "open another process' maps", open_maps, ALL | CONTROL, LANDLOCK, { EACCES, EPERM } },
	{ "open another process' environment", open_environment, ALL | CONTROL, LANDLOCK, { EACCES, EPERM } },
	{ "take another process' descriptor", take_descriptor, ALL, FILTER, { EPERM } },
	{ "signal another process", signal_other, ALL | CONTROL, LANDLOCK_SCOPE, { EPERM } },
	{ "signal another process' thread", signal_other_thread, ALL | CONTROL, LANDLOCK_SCOPE, { EPERM } },
	{ "become dumpable", be_dumpable, ALL | CONTROL, FILTER, { EPERM } },
	{ "let another process trace it", let_trace, ALL, FILTER, { EPERM } },
	{ "change its memory map", change_map, ALL, FILTER, { EPERM } },
	{ "compare processes", compare_processes, ALL, FILTER, { EPERM } },

	{ "io_uring_setup", ring, ALL, FILTER, { EPERM } },
	{ "io_uring_enter", ring_enter, ALL, FILTER, { EPERM } },
	{ "bpf", kernel_program, ALL, FILTER, { EPERM } },
	{ "perf_event_open", performance, ALL, FILTER, { EPERM } },
	{ "userfaultfd", fault_handler, ALL, FILTER, { EPERM } },
	{ "keyctl", key_control, ALL, FILTER, { EPERM } },
	{ "add_key", key_add, ALL, FILTER, { EPERM } },
	{ "request_key", key_request, ALL, FILTER, { EPERM } },
	{ "unshare users", namespace_new, ALL, FILTER, { EPERM } },
	{ "unshare mounts", namespace_files, ALL, FILTER, { EPERM } },
	{ "setns", namespace_enter, ALL, FILTER, { EPERM } },
	{ "mount", mount_folder, ALL, FILTER, { EPERM } },
	{ "umount2", unmount_folder, ALL, FILTER, { EPERM } },
	{ "fsopen", open_file_system, ALL, FILTER, { EPERM } },
	{ "open_tree", open_tree_of, ALL, FILTER, { EPERM } },
	{ "move_mount", move_mount_to, ALL, FILTER, { EPERM } },
	{ "chroot", change_root, ALL, FILTER, { EPERM } },
	{ "pivot_root", pivot, ALL, FILTER, { EPERM } },
	{ "open_by_handle_at", file_handle, ALL, FILTER, { EPERM } },
	{ "init_module", load_module, ALL, FILTER, { EPERM } },
	{ "acct", accounting, ALL, FILTER, { EPERM } },
	{ "swapon", swap, ALL, FILTER, { EPERM } },
	{ "reboot", restart_machine, ALL, FILTER, { EPERM } },
	{ "sethostname", host_name, ALL, FILTER, { EPERM } },
	{ "personality", personality_of, ALL | CONTROL, FILTER, { EPERM } },

	{ "map memory that can be run", map_to_run, WORKER | CONTROL, FILTER, { 0 } },
	{ "make memory runnable", make_to_run, WORKER | CONTROL, FILTER, { 0 } },
	{ "a file in memory", memory_file, WORKER | CONTROL, FILTER, { 0 } },
};

const size_t nattempts = sizeof attempts / sizeof attempts[0];

#else

const struct attempt attempts[] = { { NULL, NULL, 0, FILTER, { 0 } } };
const size_t nattempts = 0;

#endif
