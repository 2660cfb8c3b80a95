/* Jobs: real ones from end to end, and with workers that answer wrongly. */
#include <config.h>

#include "bundle/make.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/io.h"
#include "base/mem.h"
#include "bundle/source.h"
#include "doc/doc.h"
#include "doc/markdown.h"
#include "worker/fds.h"
#include "worker/job.h"
#include "worker/job_pack.h"
#include "worker/msg.h"
#include "worker/spawner.h"

static size_t open_descriptors(void)
{
	size_t n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int start_real(void **state)
{
	*state = spawner_start(task_table, TASK_KINDS, NULL);
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	spawner_stop(*state);
	return 0;
}

static struct doc *parse(struct spawner *sp, const char *md, size_t len, size_t line, const struct markdown_defaults *defaults)
{
	struct err err = ERR_INIT;
	struct job *job = job_parse(sp, md, len, line, defaults, &err);
	struct doc *doc;

	assert_non_null(job);
	assert_int_equal(job_wait(job, NULL), JOB_DONE);
	doc = job_take_doc(job, false, &err);
	if (!doc)
		fail_msg("%s", err_text(&err));
	job_free(job);
	return doc;
}

/* ---- real ones */

static const struct make_file files[] = {
	{ .name = "reports/kazakhstan.en.md", .text = "---\ntitle: Civil space\n---\n# Heading\n\nText.\n" },
	{ .name = "reports/kazakhstan.ru.md", .text = "# Гражданское пространство\n" },
	{ .name = "picture.png", .text = "not text" },
};

static void an_archive_comes_back_as_an_index(void **state)
{
	static const char *const formats[] = { "zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst" };
	size_t before = open_descriptors();

	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		struct err err = ERR_INIT;
		struct buf b = BUF_INIT;
		char name[] = "/tmp/qorjyn-job-XXXXXX";
		int w = mkstemp(name), fd = open(name, O_RDONLY);

		make_archive(&b, formats[i], files, 3);
		assert_true(w >= 0 && fd >= 0 && io_write(w, b.data, b.len));
		close(w);
		unlink(name);
		/* twice: the first leaves the position at the end */
		for (int again = 0; again < 2; again++) {
			struct job *job = job_index(*state, fd, "civil-2016.zip", INDEX_ALL_TEXTS, 0, &err);
			struct index *ix;

			assert_non_null(job);
			assert_int_equal(job_wait(job, NULL), JOB_DONE);
			assert_int_equal(job_why(job), JOB_OK);
			ix = job_take_index(job, &err);
			assert_non_null(ix);
			assert_null(job_take_index(job, NULL)); /* once */
			assert_int_equal(ix->nproblems, 0);
			assert_int_equal(ix->nmembers, 3);
			assert_int_equal(ix->nreports, 1);
			assert_int_equal(ix->reports[0].nvariants, 2);
			assert_string_equal(ix->series, "civil");
			assert_string_equal(ix->reports[0].variants[0].title, "Civil space");
			assert_string_equal(ix->members[1].text, files[1].text);
			index_free(ix);
			job_free(job);
		}
		close(fd);
		buf_free(&b);
	}
	assert_int_equal(open_descriptors(), before);
}

static void the_wanted_text_only(void **state)
{
	char name[] = "/tmp/qorjyn-job-XXXXXX";
	struct buf b = BUF_INIT;
	int w = mkstemp(name), fd = open(name, O_RDONLY);
	struct job *job;
	struct index *ix;

	make_archive(&b, "tar.zst", files, 3);
	assert_true(io_write(w, b.data, b.len));
	unlink(name);
	job = job_index(*state, fd, "x", INDEX_ONE_TEXT, 1, NULL);
	assert_int_equal(job_wait(job, NULL), JOB_DONE);
	ix = job_take_index(job, NULL);
	assert_non_null(ix);
	assert_null(ix->members[0].text);
	assert_string_equal(ix->members[1].text, files[1].text);
	index_free(ix);
	job_free(job);
	/* a descriptor that the worker could write to is not handed out */
	assert_null(job_index(*state, w, "x", INDEX_NO_TEXTS, 0, NULL));
	assert_null(job_index(*state, -1, "x", INDEX_NO_TEXTS, 0, NULL));
	close(w);
	close(fd);
	buf_free(&b);
}

static void a_named_text_comes_before_the_rest(void **state)
{
	char name[] = "/tmp/qorjyn-job-XXXXXX";
	struct buf b = BUF_INIT;
	int w = mkstemp(name), fd = open(name, O_RDONLY);
	struct job *job;
	struct index *ix, *one;
	uint32_t member;

	make_archive(&b, "tar.zst", files, 3);
	assert_true(io_write(w, b.data, b.len));
	close(w);
	unlink(name);
	job = job_index(*state, fd, "x", INDEX_NAMED_TEXTS, index_name_hash("kazakhstan"), NULL);
	assert_int_equal(job_wait(job, NULL), JOB_DONE);
	for (uint32_t i = 0; i < 2; i++) {
		one = job_take_ahead(job, &member);
		assert_non_null(one);
		assert_int_equal(member, i);
		assert_string_equal(one->members[0].text, files[i].text);
		assert_string_equal(one->reports[0].variants[0].lang, i ? "ru" : "en");
		index_free(one);
	}
	assert_null(job_take_ahead(job, &member));
	ix = job_take_index(job, NULL);
	assert_non_null(ix);
	assert_int_equal(ix->reports[0].nvariants, 2);
	assert_null(ix->members[0].text); /* it was given already */
	index_free(ix);
	job_free(job);
	close(fd);
	buf_free(&b);
}

static void a_folder_comes_back_as_an_index(void **state)
{
	struct buf frames = BUF_INIT, big = BUF_INIT;
	struct job *job;
	struct index *ix;

	/* more than a pipe holds */
	buf_adds(&big, "# Big\n");
	buf_fill(&big, 'x', 3 << 20);
	frames_add(&frames, "a.md", "# Small\n", 8);
	frames_add(&frames, "big.md", big.data, big.len);
	frames_end(&frames);
	job = job_index_frames(*state, &frames, "folder", INDEX_ALL_TEXTS, NULL);
	assert_non_null(job);
	assert_null(frames.data);
	assert_int_equal(job_wait(job, NULL), JOB_DONE);
	ix = job_take_index(job, NULL);
	assert_non_null(ix);
	assert_int_equal(ix->nreports, 2);
	assert_int_equal(ix->members[1].text_len, big.len);
	assert_memory_equal(ix->members[1].text, big.data, big.len);
	index_free(ix);
	job_free(job);
	buf_free(&big);
}

struct feeding {
	unsigned files, sent, calls;
	int wait_ms; /* before each */
	struct buf text;
};

static bool feed(void *ctx, struct buf *frames)
{
	struct feeding *f = ctx;
	char name[16];

	assert_int_equal(frames->len, 0);
	f->calls++;
	poll(NULL, 0, f->wait_ms);
	if (f->sent == f->files) {
		frames_end(frames);
		return false;
	}
	snprintf(name, sizeof name, "%u.md", f->sent++);
	frames_add(frames, name, f->text.data, f->text.len);
	return true;
}

static struct index *fed(struct spawner *sp, struct feeding *f)
{
	struct job *job = job_index_fed(sp, "folder", feed, f, NULL);
	struct index *ix;
	struct pollfd fds[2];
	unsigned calls;

	assert_non_null(job);
	do {
		poll(fds, (nfds_t)job_poll(job, fds), -1);
		calls = f->calls;
	} while (job_step(job) == JOB_BUSY && f->calls <= calls + 1);
	assert_true(f->calls <= calls + 1);
	ix = job_take_index(job, NULL);
	job_free(job);
	return ix;
}

static void a_folder_is_fed_to_a_job_one_file_at_a_step(void **state)
{
	struct feeding f = { .files = 40, .text = BUF_INIT };
	struct index *ix;

	/* together more than a pipe holds */
	buf_adds(&f.text, "# Part\n");
	buf_fill(&f.text, 'x', 100 << 10);
	ix = fed(*state, &f);
	assert_non_null(ix);
	assert_int_equal(ix->nmembers, 40);
	assert_int_equal(ix->members[39].size, f.text.len);
	assert_int_equal(ix->nproblems, 0);
	assert_int_equal(f.calls, 41);
	index_free(ix);
	buf_free(&f.text);
}

static void a_folder_without_files_is_fed_as_an_empty_one(void **state)
{
	struct feeding f = { .text = BUF_INIT };
	struct index *ix = fed(*state, &f);

	assert_non_null(ix);
	assert_int_equal(ix->nmembers, 0);
	index_free(ix);
}

/* A stick may give a file a second, and a worker that waits for it uses no time of the processor. */
static void what_comes_slowly_is_waited_for(void **state)
{
	struct feeding f = { .files = 3, .wait_ms = 1100, .text = BUF_INIT };
	struct index *ix;

	buf_adds(&f.text, "# Part\n");
	ix = fed(*state, &f);
	assert_non_null(ix);
	assert_int_equal(ix->nreports, 3);
	index_free(ix);
	buf_free(&f.text);
}

static void what_is_not_an_archive_is_an_index_that_says_so(void **state)
{
	int fd = open("/dev/null", O_RDONLY);
	struct job *job = job_index(*state, fd, "x.zip", INDEX_NO_TEXTS, 0, NULL);
	struct index *ix;

	assert_int_equal(job_wait(job, NULL), JOB_DONE);
	ix = job_take_index(job, NULL);
	assert_non_null(ix);
	assert_int_not_equal(ix->nproblems, 0);
	index_free(ix);
	job_free(job);
	close(fd);
}

static void markdown_comes_back_as_a_doc(void **state)
{
	static const char md[] = "# Title\n\n- Do it. <!-- rec id=\"a\" -->\n\x1b[31m&#27;\n";
	const struct markdown_defaults defaults = { .from = "CCPR", .report = "kazakhstan" };
	struct doc *doc = parse(*state, md, sizeof md - 1, 5, &defaults);

	assert_string_equal(doc_str(doc, doc->title), "Title");
	assert_int_equal(doc->nrecs, 1);
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_FROM]), "CCPR");
	assert_string_equal(doc_str(doc, doc->recs[0].value[REC_TO]), "");
	assert_int_equal(doc->blocks[1].line, 5);
	assert_null(memchr(doc->text, 0x1b, doc->text_len));
	doc_free(doc);
	doc = parse(*state, "", 0, 1, NULL);
	assert_int_equal(doc->nblocks, 1);
	doc_free(doc);
}

static void a_large_report_comes_through(void **state)
{
	struct buf md = BUF_INIT;
	struct doc *doc;

	while (md.len < 1 << 20)
		buf_adds(&md, "## Глава\n\nТекст *с выделением* и [ссылкой](x.md).\n\n");
	doc = parse(*state, md.data, md.len, 1, NULL);
	assert_true(doc->nblocks > 10000);
	doc_free(doc);
	/* and what is too large is not even sent */
	buf_fill(&md, 'x', DOC_PARSE_MAX);
	assert_null(job_parse(*state, md.data, md.len, 1, NULL, NULL));
	buf_free(&md);
}

static void several_go_on_at_once(void **state)
{
	struct job *jobs[6];
	size_t busy = 6;

	for (int i = 0; i < 6; i++)
		jobs[i] = job_parse(*state, "# A\n", 4, 1, NULL, NULL);
	while (busy) {
		struct pollfd fds[12];
		size_t n = 0;

		for (int i = 0; i < 6; i++)
			n += job_poll(jobs[i], fds + n);
		if (n)
			assert_true(poll(fds, n, 10000) > 0);
		busy = 0;
		for (int i = 0; i < 6; i++)
			busy += job_step(jobs[i]) == JOB_BUSY;
	}
	for (int i = 0; i < 6; i++) {
		struct doc *doc = job_take_doc(jobs[i], false, NULL);

		assert_non_null(doc);
		doc_free(doc);
		job_free(jobs[i]);
	}
}

/* ---- workers that do what they must not */

static void head_write(int out, uint32_t magic, uint32_t kind, uint64_t len)
{
	const struct msg_head head = { magic, kind, len };

	io_write(out, &head, sizeof head);
}

/* The Markdown says what to do. */
static int task_wrong(int in, int out, int extra)
{
	struct buf all = BUF_INIT;
	char what;

	(void)extra;
	if (!io_read_all(in, &all, 1 << 20) || !all.len)
		return TASK_REQUEST;
	what = all.data[all.len - 1];
	switch (what) {
	case 'm': /* not a message */
		head_write(out, 0x12345678, MSG_DOC, 4);
		break;
	case 'k': /* of another kind */
		head_write(out, MSG_MAGIC, MSG_INDEX, 4);
		break;
	case 'l': /* too long */
		head_write(out, MSG_MAGIC, MSG_DOC, (uint64_t)DOC_RECORD_MAX + 1);
		break;
	case 'L': /* as long as can be */
		head_write(out, MSG_MAGIC, MSG_DOC, UINT64_MAX);
		break;
	case 'h': /* half a head */
		io_write(out, "abc", 3);
		break;
	case 'p': /* a promise that is not kept */
		head_write(out, MSG_MAGIC, MSG_DOC, DOC_RECORD_MAX);
		io_write(out, "abc", 3);
		break;
	case 'g': /* garbage, well packed */
		head_write(out, MSG_MAGIC, MSG_DOC, 4096);
		for (int i = 0; i < 4096; i++)
			io_write(out, "\xff", 1);
		break;
	case 'a': /* a part of an index, to who asked for a doc */
		head_write(out, MSG_MAGIC, MSG_AHEAD, 0);
		break;
	case 'e': /* nothing at all, but content */
		head_write(out, MSG_MAGIC, MSG_DOC, 0);
		break;
	case '2':
		return TASK_MEMORY;
	case 'c':
		__builtin_trap();
	case 's': /* silent for ever */
		while (what)
			lseek(out, 0, SEEK_CUR);
	}
	return what == '1';
}

/* Its name says what to do. */
static int task_wrong_ahead(int in, int out, int extra)
{
	struct buf all = BUF_INIT;
	char what;

	(void)extra;
	if (!io_read_all(in, &all, 1 << 20) || all.len < 2)
		return TASK_REQUEST;
	what = all.data[all.len - 2];
	for (int i = 0; i < (what == 'n' ? 100000 : 3); i++) {
		uint32_t member = 7;

		if (what == 'g') {
			head_write(out, MSG_MAGIC, MSG_AHEAD, 4 + 8);
			io_write(out, &member, sizeof member);
			io_write(out, "garbage!", 8);
		} else {
			head_write(out, MSG_MAGIC, MSG_AHEAD, what == 'l' ? (uint64_t)MSG_MAX + 1 : 0);
		}
	}
	return TASK_DONE;
}

/* A member that lies in the way that the bundle's name says. */
static int task_wrong_member(int in, int out, int extra)
{
	size_t len;
	char *request = msg_read(in, MSG_REQUEST, 4096, &len);
	struct msg_member m = { .size = 2, .name_len = 4, .has_bytes = 1 };
	struct buf b = BUF_INIT;
	const char *name = "a.md";
	char how = request && len > 4 ? request[4] : 0;

	(void)extra;
	if (how == 'u')
		name = "../x";
	m.number = how == 'n' ? UINT32_MAX : 7;
	m.name_len = how == 'l' ? UINT32_MAX : 4;
	m.size = how == 's' ? UINT64_MAX : 2;
	buf_add(&b, &m, how == 'h' ? sizeof m / 2 : sizeof m);
	buf_adds(&b, name);
	buf_adds(&b, "xy");
	if (how == 'h')
		b.len = sizeof m / 2;
	msg_write(out, how == 'a' ? MSG_AHEAD : MSG_MEMBER, b.data, b.len);
	return TASK_DONE;
}

static const struct task wrong_table[TASK_KINDS] = {
	[TASK_PACK] = { "pack", task_wrong_member, 2, 20000, 64 << 20 },
	[TASK_INDEX] = { "index", task_wrong_ahead, 2, 20000, 64 << 20 },
	[TASK_PARSE] = { "parse", task_wrong, 1, 20000, 64 << 20 },
};

static int start_wrong(void **state)
{
	*state = spawner_start(wrong_table, TASK_KINDS, NULL);
	return *state ? 0 : -1;
}

static void a_wrong_answer_is_not_taken(void **state)
{
	static const struct {
		char what;
		enum job_why why;
	} cases[] = {
		{ 'm', JOB_WRONG }, { 'k', JOB_WRONG }, { 'l', JOB_WRONG }, { 'L', JOB_WRONG },
		{ 'h', JOB_WRONG }, { 'p', JOB_WRONG }, { 'a', JOB_WRONG }, { '0', JOB_WRONG }, { '1', JOB_DIED },
		{ '2', JOB_MEMORY }, { 'c', JOB_DIED }, { 's', JOB_TIME },
	};
	size_t before = open_descriptors();

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct job *job = job_parse(*state, &cases[i].what, 1, 1, NULL, &err);

		assert_non_null(job);
		assert_int_equal(job_wait(job, NULL), JOB_FAILED);
		if (job_why(job) != cases[i].why)
			fail_msg("'%c': %d", cases[i].what, (int)job_why(job));
		assert_null(job_take_doc(job, false, &err));
		assert_string_equal(err_text(&err), job_why_text(cases[i].why));
		assert_int_equal(job_poll(job, NULL), 0);
		err_free(&err);
		job_free(job);
	}
	assert_int_equal(open_descriptors(), before);
}

static void wrong_parts_of_an_index_are_bounded_and_not_taken(void **state)
{
	static const char *const names[] = { "e", "g", "l", "n" };
	int fd = open("/dev/null", O_RDONLY);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct job *job = job_index(*state, fd, names[i], INDEX_NAMED_TEXTS, 0, NULL);
		uint32_t member;

		assert_int_equal(job_wait(job, NULL), JOB_FAILED);
		assert_int_equal(job_why(job), JOB_WRONG);
		assert_null(job_take_ahead(job, &member));
		assert_null(job_take_index(job, NULL));
		job_free(job);
	}
	close(fd);
}

static void a_record_that_does_not_check_is_wrong(void **state)
{
	static const char cases[] = "ge";

	for (const char *c = cases; *c; c++) {
		struct err err = ERR_INIT;
		struct job *job = job_parse(*state, c, 1, 1, NULL, NULL);

		assert_int_equal(job_wait(job, NULL), JOB_DONE);
		assert_null(job_take_index(job, NULL)); /* not what was asked for */
		assert_null(job_take_doc(job, false, &err));
		assert_true(*err_text(&err));
		assert_int_equal(job_step(job), JOB_FAILED);
		assert_int_equal(job_why(job), JOB_WRONG);
		err_free(&err);
		job_free(job);
	}
}

static void every_reason_has_a_sentence(void **state)
{
	(void)state;
	assert_string_equal(job_why_text(JOB_OK), "");
	for (int why = JOB_TIME; why <= JOB_WRONG; why++)
		assert_true(*job_why_text((enum job_why)why));
}

static void stopping_is_at_once(void **state)
{
	size_t before = open_descriptors();
	int64_t start = io_now_ms();
	struct job *job = job_parse(*state, "s", 1, 1, NULL, NULL);

	assert_int_equal(job_step(job), JOB_BUSY);
	job_stop(job);
	assert_int_equal(job_step(job), JOB_FAILED);
	assert_int_equal(job_why(job), JOB_STOPPED);
	job_stop(job);
	job_free(job);
	/* freed while it runs */
	job_free(job_parse(*state, "s", 1, 1, NULL, NULL));
	job_free(NULL);
	assert_true(io_now_ms() - start < 500);
	assert_int_equal(open_descriptors(), before);
}

static volatile int stopped;

static void on_alarm(int sig)
{
	(void)sig;
	stopped = 1;
}

static void waiting_can_be_stopped(void **state)
{
	const struct itimerval soon = { { 0, 0 }, { 0, 100000 } };
	struct sigaction action = { .sa_handler = on_alarm };
	int64_t start = io_now_ms();
	struct job *job = job_parse(*state, "s", 1, 1, NULL, NULL);

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	assert_int_equal(job_wait(job, &stopped), JOB_FAILED);
	assert_int_equal(job_why(job), JOB_STOPPED);
	assert_true(io_now_ms() - start < 900);
	job_free(job);
}

/* A request of 4 MiB to a worker that ends without reading it. */
static int task_deaf(int in, int out, int extra)
{
	(void)in, (void)out, (void)extra;
	return 1;
}

static void a_worker_that_does_not_read_does_no_harm(void **state)
{
	static const struct task deaf[TASK_KINDS] = {
		[TASK_PARSE] = { "deaf", task_deaf, 1, 20000, 64 << 20 },
	};
	struct spawner *sp = spawner_start(deaf, TASK_KINDS, NULL);
	struct buf md = BUF_INIT;
	struct job *job;

	(void)state;
	buf_fill(&md, 'x', DOC_PARSE_MAX);
	job = job_parse(sp, md.data, md.len, 1, NULL, NULL);
	assert_non_null(job);
	assert_int_equal(job_wait(job, NULL), JOB_FAILED);
	assert_int_equal(job_why(job), JOB_DIED);
	job_free(job);
	buf_free(&md);
	spawner_stop(sp);
}

static bool no_frames(void *ctx, struct buf *frames)
{
	(void)ctx;
	frames_end(frames);
	return false;
}

static void a_member_that_lies_is_not_taken(void **state)
{
	static const char *const lies[] = { "up", "number", "length", "size", "half", "ahead" };
	struct job_member m;
	struct job *job;

	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		job = job_pack_frames(*state, lies[i], 0, no_frames, NULL, NULL);
		assert_non_null(job);
		assert_false(job_next_member(job, &m, NULL));
		assert_int_equal(job_why(job), JOB_WRONG);
		job_free(job);
	}
	job = job_pack_frames(*state, "good", 0, no_frames, NULL, NULL);
	assert_true(job_next_member(job, &m, NULL));
	assert_int_equal(m.number, 7);
	assert_string_equal(m.name, "a.md");
	assert_memory_equal(m.bytes, "xy", 2);
	job_member_free(&m);
	/* it went without an index */
	assert_false(job_next_member(job, &m, NULL));
	assert_int_equal(job_why(job), JOB_WRONG);
	job_free(job);
}

static bool three_frames(void *ctx, struct buf *frames)
{
	int *n = ctx;
	char name[] = "0.md";

	name[0] = (char)('0' + *n);
	frames_add(frames, name, "# X\n", 4);
	if (++*n < 3)
		return true;
	frames_end(frames);
	return false;
}

static void every_member_comes_with_its_digest_then_the_index(void **state)
{
	unsigned char digest[DIGEST_BYTES];
	int n = 0;
	struct job *job = job_pack_frames(*state, "x", JOB_PACK_BYTES, three_frames, &n, NULL);
	struct job_member m;
	struct index *ix;

	digest_of("# X\n", 4, digest);
	for (uint32_t i = 0; i < 3; i++) {
		assert_true(job_next_member(job, &m, NULL));
		assert_int_equal(m.number, i);
		assert_int_equal(m.size, 4);
		assert_memory_equal(m.bytes, "# X\n", 4);
		assert_memory_equal(m.digest, digest, DIGEST_BYTES);
		job_member_free(&m);
	}
	assert_false(job_next_member(job, &m, NULL));
	ix = job_take_index(job, NULL);
	assert_non_null(ix);
	assert_int_equal(ix->nreports, 3);
	index_free(ix);
	job_free(job);
}

int main(void)
{
#define REAL(f) cmocka_unit_test_setup_teardown(f, start_real, stop)
#define WRONG(f) cmocka_unit_test_setup_teardown(f, start_wrong, stop)
	const struct CMUnitTest tests[] = {
		REAL(an_archive_comes_back_as_an_index),
		REAL(the_wanted_text_only),
		REAL(a_named_text_comes_before_the_rest),
		REAL(a_folder_comes_back_as_an_index),
		REAL(a_folder_is_fed_to_a_job_one_file_at_a_step),
		REAL(a_folder_without_files_is_fed_as_an_empty_one),
		REAL(what_comes_slowly_is_waited_for),
		REAL(what_is_not_an_archive_is_an_index_that_says_so),
		REAL(markdown_comes_back_as_a_doc),
		REAL(a_large_report_comes_through),
		REAL(several_go_on_at_once),
		REAL(every_member_comes_with_its_digest_then_the_index),
		WRONG(a_member_that_lies_is_not_taken),
		WRONG(a_wrong_answer_is_not_taken),
		WRONG(wrong_parts_of_an_index_are_bounded_and_not_taken),
		WRONG(a_record_that_does_not_check_is_wrong),
		WRONG(stopping_is_at_once),
		WRONG(waiting_can_be_stopped),
		cmocka_unit_test(every_reason_has_a_sentence),
		cmocka_unit_test(a_worker_that_does_not_read_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
