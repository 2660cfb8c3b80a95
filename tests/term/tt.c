#include <config.h>

#include "term/tt.h"
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* from 0.2 on, strings come in pieces and OSC numbers come apart */
#define TT_FRAGMENTS (VTERM_VERSION_MAJOR > 0 || VTERM_VERSION_MINOR >= 2)

struct tt {
	int fd, status;
	pid_t pid;
	bool eof, reaped, cursor_visible, alt;
	int mouse;
	unsigned frames, bells, unknown, quiet_frames;
	char tail[12]; /* the last bytes read: tells whether a frame mark was the last thing printed */
	unsigned long bytes;
	size_t chunk;
	char title[256], unknown_log[2048], osc[512];
	char held[4096];       /* a control string (OSC) whose end has not come yet, or a lone ESC */
	size_t nheld;
	VTerm *vt;
	VTermScreen *scr;
	FILE *log;
	iconv_t cd;            /* from the program's character set; (iconv_t)-1: UTF-8 */
};

static long now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000L + ts.tv_nsec / 1000000L;
}

static void write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, s, n);
		if (k < 0) {
			if (errno == EINTR)
				continue;
			if (errno == EAGAIN) {
				struct pollfd p = {fd, POLLOUT, 0};
				if (poll(&p, 1, 1000) > 0)
					continue;
			}
			return;
		}
		s += k;
		n -= (size_t)k;
	}
}

/* what the terminal answers (DA, DSR, keys, mouse) goes to the program */
static void on_output(const char *s, size_t n, void *u)
{
	write_all(((struct tt *)u)->fd, s, n);
}

static int on_prop(VTermProp p, VTermValue *v, void *u)
{
	struct tt *t = u;
	switch (p) {
	case VTERM_PROP_CURSORVISIBLE:
		t->cursor_visible = v->boolean;
		break;
	case VTERM_PROP_ALTSCREEN:
		t->alt = v->boolean;
		break;
	case VTERM_PROP_MOUSE:
		t->mouse = v->number;
		break;
#if TT_FRAGMENTS
	case VTERM_PROP_TITLE:
		if (v->string.initial)
			t->title[0] = 0;
		snprintf(t->title + strlen(t->title), sizeof t->title - strlen(t->title), "%.*s", (int)v->string.len,
			 v->string.str);
		break;
#else
	case VTERM_PROP_TITLE:
		snprintf(t->title, sizeof t->title, "%s", v->string ? v->string : "");
		break;
#endif
	default:
		break;
	}
	return 1;
}
static int on_bell(void *u)
{
	((struct tt *)u)->bells++;
	return 1;
}

static void note(struct tt *t, const char *kind, const char *s, int n)
{
	size_t l = strlen(t->unknown_log);

	t->unknown++;
	if (l + 64 < sizeof t->unknown_log)
		snprintf(t->unknown_log + l, sizeof t->unknown_log - l, "%s %.*s | ", kind, n > 40 ? 40 : n, s);
}
static int fb_csi(const char *leader, const long a[], int n, const char *inter, char cmd, void *u)
{
	char b[64];
	int l = snprintf(b, sizeof b, "%s", leader ? leader : "");
	for (int i = 0; i < n && l < 40; i++)
		l += CSI_ARG_IS_MISSING(a[i])
			? snprintf(b + l, sizeof b - (size_t)l, ";")
			: snprintf(b + l, sizeof b - (size_t)l, "%s%ld", i ? ";" : "", CSI_ARG(a[i]));
	l += snprintf(b + l, sizeof b - (size_t)l, "%s%c", inter ? inter : "", cmd);
	note(u, "CSI", b, l);
	return 1;
}
/* the frame mark: a program in test mode prints OSC 7770 ; pending ST after
 * each doupdate(); pending is 0 when it is about to wait for input */
static int osc(struct tt *t, const char *s, size_t n)
{
	if (n >= 6 && !memcmp(s, "7770;", 5)) {
		t->frames++;
		if (s[5] == '0')
			t->quiet_frames++;
		return 1;
	}
	note(t, "OSC", s, (int)n);
	return 1;
}
#if TT_FRAGMENTS
static int fb_osc(int cmd, VTermStringFragment f, void *u)
{
	struct tt *t = u;
	size_t l;
	if (f.initial)
		snprintf(t->osc, sizeof t->osc, "%d;", cmd);
	l = strlen(t->osc);
	snprintf(t->osc + l, sizeof t->osc - l, "%.*s", (int)f.len, f.str);
	return f.final ? osc(t, t->osc, strlen(t->osc)) : 1;
}
static int fb_dcs(const char *cmd, size_t n, VTermStringFragment f, void *u)
{
	(void)f;
	note(u, "DCS", cmd, (int)n);
	return 1;
}
#else
static int fb_osc(const char *s, size_t n, void *u)
{
	return osc(u, s, n);
}
static int fb_dcs(const char *s, size_t n, void *u)
{
	note(u, "DCS", s, (int)n);
	return 1;
}
#endif
#if TT_FRAGMENTS
typedef VTermStateFallbacks tt_fallbacks;
#else
typedef VTermParserCallbacks tt_fallbacks;
#endif
static const tt_fallbacks fallback = {.csi = fb_csi, .osc = fb_osc, .dcs = fb_dcs};
static const VTermScreenCallbacks callbacks = {.settermprop = on_prop, .bell = on_bell};

struct tt *tt_spawn(const struct tt_opts *o, char *const argv[])
{
	struct tt *t = calloc(1, sizeof *t);
	if (!t)
		return NULL;
	int rows = o && o->rows ? o->rows : 24, cols = o && o->cols ? o->cols : 80;
	struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	t->chunk = 65536;
	t->cd = o && o->charset ? iconv_open("UTF-8", o->charset) : (iconv_t)-1;
	t->cursor_visible = true;
	t->vt = vterm_new(rows, cols);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, on_output, t);
	t->scr = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->scr, 1);
	vterm_screen_set_callbacks(t->scr, &callbacks, t);
	vterm_screen_set_unrecognised_fallbacks(t->scr, &fallback, t);
	vterm_screen_reset(t->scr, 1);

	t->pid = forkpty(&t->fd, NULL, NULL, &ws);
	if (t->pid < 0) {
		vterm_free(t->vt);
		free(t);
		return NULL;
	}
	if (t->pid == 0) {
		/* whoever runs the tests may ignore some, as nohup does */
		for (int i = 1; i < NSIG; i++)
			signal(i, SIG_DFL);
		setenv("TERM", o && o->term ? o->term : "tmux-256color", 1);
		unsetenv("COLORTERM");
		unsetenv("COLORFGBG");
		unsetenv("NO_COLOR");
		unsetenv("LINES");
		unsetenv("COLUMNS");
		unsetenv("NCURSES_NO_UTF8_ACS");
		setenv("ESCDELAY", "25", 1);
		for (const char *const *e = o ? o->env : NULL; e && *e; e++)
			putenv((char *)*e);
		execvp(argv[0], argv);
		fprintf(stderr, "exec %s: %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	fcntl(t->fd, F_SETFL, fcntl(t->fd, F_GETFL) | O_NONBLOCK);
	fcntl(t->fd, F_SETFD, FD_CLOEXEC);
	const char *log = getenv("TT_LOG");
	if (log)
		t->log = fopen(log, "ab");
	return t;
}

static bool reap(struct tt *t, bool block)
{
	if (!t->reaped && waitpid(t->pid, &t->status, block ? 0 : WNOHANG) == t->pid)
		t->reaped = true;
	return t->reaped;
}
int tt_close(struct tt *t)
{
	if (!t->reaped) {
		kill(t->pid, SIGHUP);
		for (int i = 0; i < 100 && !reap(t, false); i++)
			usleep(5000);
		if (!t->reaped) {
			kill(t->pid, SIGKILL);
			reap(t, true);
		}
	}
	int st = t->status;
	close(t->fd);
	if (t->log)
		fclose(t->log);
	if (t->cd != (iconv_t)-1)
		iconv_close(t->cd);
	vterm_free(t->vt);
	free(t);
	return st;
}
pid_t tt_pid(const struct tt *t)
{
	return t->pid;
}

/* read all there is; wait up to ms for the first byte.  1 read, 0 nothing, -1 the end */
/* one byte, decoded */
static void give_byte(struct tt *t, char c)
{
	char out[8], *in_at = &c, *out_at = out;
	size_t in_left = 1, out_left = sizeof out;

	if (iconv(t->cd, &in_at, &in_left, &out_at, &out_left) == (size_t)-1) {
		memcpy(out, "\xef\xbf\xbd", 3);
		out_at = out + 3;
	}
	vterm_input_write(t->vt, out, (size_t)(out_at - out));
}
static void give(struct tt *t, const char *s, size_t n)
{
	for (size_t i = 0; t->cd != (iconv_t)-1 && i < n; i++)
		give_byte(t, s[i]);
	if (t->cd != (iconv_t)-1)
		return;
	for (size_t i = 0; i < n; i += t->chunk)
		vterm_input_write(t->vt, s + i, n - i < t->chunk ? n - i : t->chunk);
}
static bool held_ends(const struct tt *t)
{
	const char *last = t->held + t->nheld - 1;

	if (t->nheld < 2)
		return false;
	if (t->held[1] != ']' || t->nheld == sizeof t->held || *last == '\a')
		return true;
	return *last == '\\' && last[-1] == '\033';
}
/* Versions of libvterm before 0.2 lose the beginning of a control string that comes in two reads, so these are given
 * whole; all else as it comes. */
static void feed(struct tt *t, const char *s, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		if (t->nheld == 0) {
			if (s[i] != '\033')
				continue;
			give(t, s + from, i - from);
		}
		t->held[t->nheld++] = s[i];
		from = i + 1;
		if (!held_ends(t))
			continue;
		if (t->held[1] == ']')
			vterm_input_write(t->vt, t->held, t->nheld);
		else
			give(t, t->held, t->nheld);
		t->nheld = 0;
	}
	give(t, s + from, n - from);
}
static int pump(struct tt *t, int ms)
{
	char buf[65536];
	int got = 0;
	while (!t->eof) {
		struct pollfd p = {t->fd, POLLIN, 0};
		int r = poll(&p, 1, got ? 0 : ms);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			break;
		ssize_t n = read(t->fd, buf, sizeof buf);
		if (n > 0) {
			if (t->log)
				fwrite(buf, 1, (size_t)n, t->log);
			t->bytes += (unsigned long)n;
			size_t k = (size_t)n < sizeof t->tail ? (size_t)n : sizeof t->tail;
			memmove(t->tail, t->tail + k, sizeof t->tail - k);
			memcpy(t->tail + sizeof t->tail - k, buf + n - k, k);
			feed(t, buf, (size_t)n);
			got = 1;
		} else if (n == 0 || (n < 0 && errno == EIO)) {
			t->eof = true; /* Linux: EIO once the last slave is closed */
		} else if (errno != EAGAIN && errno != EINTR)
			t->eof = true;
	}
	if (got)
		vterm_screen_flush_damage(t->scr);
	return got ? 1 : t->eof ? -1 : 0;
}
void tt_pump(struct tt *t, int ms)
{
	long end = now_ms() + ms;
	for (long l = ms; l > 0 && pump(t, (int)l) >= 0; l = end - now_ms()) {
	}
}
void tt_settle(struct tt *t, int ms)
{
	long end = now_ms() + ms;

	while (now_ms() < end && pump(t, 150) > 0)
		;
}

void tt_set_chunk(struct tt *t, size_t n)
{
	t->chunk = n ? n : 1;
}

/* A frame reaches us in pieces, so a condition may hold on a half-drawn screen.
 * A program that prints frame marks is judged only right after one; any other,
 * only once it has been silent for SETTLE ms. */
enum { SETTLE = 20 };
static bool at_mark(const struct tt *t)
{
	static const char m[] = "\033]7770;";
	const char *e = t->tail + sizeof t->tail;
	return !memcmp(e - 10, m, 7) && !memcmp(e - 2, "\033\\", 2);
}
bool tt_wait(struct tt *t, tt_pred *p, void *ctx, int timeout_ms)
{
	long end = now_ms() + timeout_ms;
	pump(t, 0);
	for (;;) {
		long left = end - now_ms();
		if (p(t, ctx)) {
			if (t->eof || (t->frames && at_mark(t)))
				return true;
			if (!t->frames) {
				if (pump(t, SETTLE) <= 0)
					return true;
				continue; /* more came: look again */
			}
		}
		if (left <= 0 || t->eof)
			return false;
		pump(t, left > 50 ? 50 : (int)left);
	}
}
static bool has(struct tt *t, void *c)
{
	return tt_find(t, c, NULL, NULL);
}
static bool hasnt(struct tt *t, void *c)
{
	return !tt_find(t, c, NULL, NULL);
}
static bool synced(struct tt *t, void *c)
{
	return t->quiet_frames != *(unsigned *)c;
}
bool tt_wait_text(struct tt *t, const char *s, int ms)
{
	return tt_wait(t, has, (void *)s, ms);
}
bool tt_wait_gone(struct tt *t, const char *s, int ms)
{
	return tt_wait(t, hasnt, (void *)s, ms);
}
bool tt_wait_sync(struct tt *t, int ms)
{
	unsigned was = t->quiet_frames;
	long end = now_ms() + ms;
	while (!synced(t, &was)) {
		long l = end - now_ms();
		if (l <= 0 || pump(t, (int)l) < 0)
			return synced(t, &was);
	}
	return true;
}
bool tt_wait_exit(struct tt *t, int *status, int ms)
{
	long end = now_ms() + ms;
	while (!t->eof && now_ms() < end)
		pump(t, 20);
	while (!reap(t, false) && now_ms() < end)
		usleep(1000);
	if (t->reaped && status)
		*status = t->status;
	return t->reaped;
}

void tt_raw(struct tt *t, const char *s, size_t n)
{
	write_all(t->fd, s, n);
}
static size_t u8_next(const unsigned char *s, uint32_t *c)
{
	static const unsigned char m[] = {0x7f, 0, 0x1f, 0x0f, 0x07};
	size_t n = *s < 0x80 ? 1 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : 4;
	*c = n == 1 ? *s : (uint32_t)(*s & m[n]);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return i;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	return n;
}
static int u8_put(char *o, uint32_t c)
{
	if (c < 0x80)
		return o[0] = (char)c, 1;
	if (c < 0x800)
		return o[0] = (char)(0xc0 | c >> 6), o[1] = (char)(0x80 | (c & 63)), 2;
	if (c < 0x10000)
		return o[0] = (char)(0xe0 | c >> 12), o[1] = (char)(0x80 | (c >> 6 & 63)),
		       o[2] = (char)(0x80 | (c & 63)), 3;
	return o[0] = (char)(0xf0 | c >> 18), o[1] = (char)(0x80 | (c >> 12 & 63)), o[2] = (char)(0x80 | (c >> 6 & 63)),
	       o[3] = (char)(0x80 | (c & 63)), 4;
}
void tt_text(struct tt *t, const char *s)
{
	for (uint32_t c; *s;) {
		s += u8_next((const unsigned char *)s, &c);
		vterm_keyboard_unichar(t->vt, c, VTERM_MOD_NONE);
	}
}
void tt_paste(struct tt *t, const char *s)
{
	vterm_keyboard_start_paste(t->vt); /* prints ESC[200~ only if the program asked (2004) */
	write_all(t->fd, s, strlen(s));
	vterm_keyboard_end_paste(t->vt);
}
void tt_key(struct tt *t, VTermKey k, VTermModifier m)
{
	vterm_keyboard_key(t->vt, k, m);
}
void tt_chord(struct tt *t, uint32_t c, VTermModifier m)
{
	vterm_keyboard_unichar(t->vt, c, m);
}
void tt_click(struct tt *t, int row, int col, int b)
{
	vterm_mouse_move(t->vt, row, col, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, b, true, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, b, false, VTERM_MOD_NONE);
}
void tt_wheel(struct tt *t, int row, int col, bool down)
{
	vterm_mouse_move(t->vt, row, col, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, down ? 5 : 4, true, VTERM_MOD_NONE);
}
void tt_resize(struct tt *t, int rows, int cols)
{
	struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	pump(t, 0); /* what was drawn for the old size belongs to it */
	vterm_set_size(t->vt, rows, cols);
	ioctl(t->fd, TIOCSWINSZ, &ws); /* the kernel sends SIGWINCH to the foreground group */
}

void tt_size(const struct tt *t, int *rows, int *cols)
{
	vterm_get_size(t->vt, rows, cols);
}
bool tt_cell(struct tt *t, int r, int c, VTermScreenCell *o)
{
	return vterm_screen_get_cell(t->scr, (VTermPos){r, c}, o);
}
/* one row as UTF-8; cols[i] is the column of byte i when cols is given */
static size_t row_text(struct tt *t, int row, char *out, int *cols)
{
	int R, C;
	size_t n = 0, keep = 0;
	vterm_get_size(t->vt, &R, &C);
	for (int c = 0; c < C;) {
		VTermScreenCell k;
		if (!tt_cell(t, row, c, &k))
			break;
		size_t at = n;
		if (k.chars[0] == 0 || k.chars[0] == (uint32_t)-1)
			out[n++] = ' ';
		else
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && k.chars[i]; i++)
				n += (size_t)u8_put(out + n, k.chars[i]);
		if (cols)
			for (size_t i = at; i < n; i++)
				cols[i] = c;
		if (k.chars[0] && k.chars[0] != ' ')
			keep = n;
		c += k.width > 1 ? k.width : 1;
	}
	out[keep] = 0;
	return keep;
}
char *tt_row(struct tt *t, int row)
{
	int R, C;
	vterm_get_size(t->vt, &R, &C);
	char *s = malloc((size_t)C * 4 * VTERM_MAX_CHARS_PER_CELL + 1);
	if (s)
		row_text(t, row, s, NULL);
	return s;
}
bool tt_find(struct tt *t, const char *needle, int *row, int *col)
{
	int R, C;
	vterm_get_size(t->vt, &R, &C);
	size_t cap = (size_t)C * 4 * VTERM_MAX_CHARS_PER_CELL + 1;
	char *s = malloc(cap);
	int *cols = malloc(cap * sizeof *cols);
	bool ok = false;
	for (int r = 0; r < R && !ok; r++) {
		row_text(t, r, s, cols);
		char *p = strstr(s, needle);
		if (!p)
			continue;
		ok = true;
		if (row)
			*row = r;
		if (col)
			*col = cols[p - s];
	}
	free(s);
	free(cols);
	return ok;
}
bool tt_attr(struct tt *t, const char *needle, VTermScreenCell *c)
{
	int row, col;
	return tt_find(t, needle, &row, &col) && tt_cell(t, row, col, c);
}
void tt_cursor(const struct tt *t, int *row, int *col, bool *vis)
{
	VTermPos p;
	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &p);
	if (row)
		*row = p.row;
	if (col)
		*col = p.col;
	if (vis)
		*vis = t->cursor_visible;
}
bool tt_altscreen(const struct tt *t)
{
	return t->alt;
}
int tt_mouse_mode(const struct tt *t)
{
	return t->mouse;
}
const char *tt_title(const struct tt *t)
{
	return t->title;
}
unsigned tt_frames(const struct tt *t)
{
	return t->frames;
}
unsigned tt_bells(const struct tt *t)
{
	return t->bells;
}
unsigned long tt_bytes(const struct tt *t)
{
	return t->bytes;
}
unsigned tt_unknown(const struct tt *t)
{
	return t->unknown;
}
const char *tt_unknown_log(const struct tt *t)
{
	return t->unknown_log;
}
VTermScreen *tt_screen(struct tt *t)
{
	return t->scr;
}

void tt_dump(struct tt *t, FILE *f)
{
	int R, C, r, c;
	bool v;
	vterm_get_size(t->vt, &R, &C);
	tt_cursor(t, &r, &c, &v);
	fprintf(f, "# %dx%d cursor %d,%d%s%s mouse=%d title=\"%s\" frames=%u unknown=%u %s\n", C, R, r, c,
		v ? "" : " hidden", t->alt ? " alt" : "", t->mouse, t->title, t->frames, t->unknown, t->unknown_log);
	for (int i = 0; i < R; i++) {
		char *s = tt_row(t, i);
		fprintf(f, "# |%s\n", s);
		free(s);
	}
}
