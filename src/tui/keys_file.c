/* The keys file: what a person wrote, and what is wrong with it. */
#include <config.h>

#include "tui/keymap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tui/term.h"

enum { WORDS_MAX = 64, OWN_KEYS_MAX = 250, SAID_MAX = 20, SHOWN_MAX = 40 };

struct word { const char *s; size_t len; };

struct keys_file {
	struct keymap *km;
	const char *path;
	struct buf *said;
	unsigned faults;
	unsigned long line;
	unsigned long lines[KEYMAP_MAX];        /* of each binding; 0: the table's own */
	bool keyed[ACT_KINDS], none[ACT_KINDS]; /* by a line of the file */
};

__attribute__((format(printf, 3, 4)))
static void complain(struct keys_file *f, unsigned long line, const char *fmt, ...)
{
	va_list ap;

	if (!f->said || ++f->faults > SAID_MAX)
		return;
	buf_adds(f->said, f->path);
	if (line)
		buf_addf(f->said, ":%lu", line);
	buf_adds(f->said, ": ");
	va_start(ap, fmt);
	buf_vaddf(f->said, fmt, ap);
	va_end(ap);
	buf_addc(f->said, '\n');
}

/* For a sentence; the caller frees it. */
static char *shown(struct word w)
{
	size_t n = w.len;
	char *copy, *name, *out;

	if (n > SHOWN_MAX)
		for (n = SHOWN_MAX; n > 0 && ((unsigned char)w.s[n] & 0xC0) == 0x80; n--)
			;
	copy = mem_strndup(w.s, n);
	name = text_name(copy);
	out = mem_printf("%s%s", name, n < w.len ? "..." : "");
	free(copy);
	free(name);
	return out;
}

static bool is(struct word w, const char *s)
{
	return strlen(s) == w.len && !memcmp(w.s, s, w.len);
}

/* What leads out of a screen, and to the help that names the rest. */
static bool is_kept(enum action a)
{
	return a == ACT_HELP || a == ACT_CANCEL || a == ACT_CLOSE || a == ACT_QUIT;
}

static struct key_binding *find_binding(struct keymap *km, uint32_t key)
{
	for (size_t i = 0; i < km->count; i++)
		if (km->bindings[i].key == key)
			return &km->bindings[i];
	return NULL;
}

static void bind(struct keys_file *f, uint32_t key, enum action act, unsigned long line)
{
	f->lines[f->km->count] = line;
	f->km->bindings[f->km->count++] = (struct key_binding){ key, act };
}

/* Terminals send the same for two names of a key. */
static uint32_t same_key(uint32_t key)
{
	switch (key) {
	case KEY_CTRL_ + 'h': return KEY_BACKSPACE_;
	case KEY_CTRL_ + 'i': return KEY_TAB_;
	case KEY_CTRL_ + 'j':
	case KEY_CTRL_ + 'm': return KEY_ENTER_;
	default: return key;
	}
}

/* act ACT_NONE: the key shall do nothing.  Whether the key now does that. */
static bool take_key(struct keys_file *f, struct word w, enum action act)
{
	uint32_t key = same_key(key_of_name(w.s, w.len));
	const struct key_binding *have = key ? find_binding(f->km, key) : NULL;
	char *name;

	if (have && have->action == act)
		return true;
	if (key && !have) {
		bind(f, key, act, f->line);
		return true;
	}
	name = shown(w);
	if (!key)
		complain(f, f->line, _("\"%s\" is not the name of a key."), name);
	else if (have->action == ACT_NONE)
		complain(f, f->line, _("line %lu says that the key %s does nothing; this line is not used for it."),
		         f->lines[have - f->km->bindings], name);
	else
		complain(f, f->line, _("line %lu gives the key %s to \"%s\"; this line is not used for it."),
		         f->lines[have - f->km->bindings], name, actions[have->action].name);
	free(name);
	return false;
}

static void take_none(struct keys_file *f, enum action act)
{
	if (is_kept(act))
		complain(f, f->line, _("\"%s\" must have a key and keeps its own."), actions[act].name);
	else if (f->keyed[act])
		complain(f, f->line, _("\"%s\" has been given keys above; this line is not used."), actions[act].name);
	else
		f->none[act] = true;
}

static void take_line(struct keys_file *f, const struct word *words, size_t n)
{
	enum action act = ACT_NONE;
	char *last;

	if (n < 2) {
		last = shown(words[0]);
		complain(f, f->line, _("\"%s\" stands alone; a line is one or more keys and then the name of an action."), last);
		free(last);
		return;
	}
	if (is(words[0], "unmap")) {
		for (size_t i = 1; i < n; i++)
			take_key(f, words[i], ACT_NONE);
		return;
	}
	last = mem_strndup(words[n - 1].s, words[n - 1].len);
	act = action_by_name(last);
	free(last);
	if (act == ACT_NONE) {
		last = shown(words[n - 1]);
		complain(f, f->line, _("there is no action \"%s\"; qorjyn --list-keys prints them all."), last);
		free(last);
	} else if (is(words[0], "none")) {
		if (n > 2)
			complain(f, f->line, _("after \"none\" stands the name of one action."));
		else
			take_none(f, act);
	} else if (f->none[act]) {
		complain(f, f->line, _("\"%s\" has been left without keys above; this line is not used."), actions[act].name);
	} else {
		for (size_t i = 0; i + 1 < n; i++)
			f->keyed[act] |= take_key(f, words[i], act);
	}
}

/* The words of a line up to its comment; WORDS_MAX: too many. */
static size_t split(const char *s, size_t len, struct word *words)
{
	size_t n = 0;

	for (size_t at = 0; at < len && n < WORDS_MAX;) {
		size_t start;

		while (at < len && strchr(" \t\r", s[at]))
			at++;
		if (at == len || s[at] == '#')
			break;
		for (start = at; at < len && !strchr(" \t\r", s[at]); at++)
			;
		words[n++] = (struct word){ s + start, at - start };
	}
	return n;
}

static void take_lines(struct keys_file *f, const char *text, size_t len)
{
	struct word words[WORDS_MAX];

	for (size_t at = 0; at < len;) {
		const char *lf = memchr(text + at, '\n', len - at);
		size_t end = lf ? (size_t)(lf - text) : len, n = split(text + at, end - at, words);

		f->line++;
		if (n == WORDS_MAX)
			complain(f, f->line, _("there are too many words in this line; it is not used."));
		else if (f->km->count + n > OWN_KEYS_MAX) {
			complain(f, f->line, _("there are too many keys; this line and those below are not used."));
			return;
		} else if (n)
			take_line(f, words, n);
		at = end + 1;
	}
}

/* Calls with each of the table's keys; the first one only: stops there. */
static void each_own_key(struct keys_file *f, enum action act, bool first, void (*each)(struct keys_file *, enum action, uint32_t))
{
	for (const char *s = actions[act].keys; *s;) {
		size_t len = strcspn(s, " ");

		each(f, act, key_of_name(s, len));
		if (first)
			return;
		s += len + strspn(s + len, " ");
	}
}

static void add_own(struct keys_file *f, enum action act, uint32_t key)
{
	if (!find_binding(f->km, key))
		bind(f, key, act, 0);
}

static bool has_key(const struct keymap *km, enum action act)
{
	for (size_t i = 0; i < km->count; i++)
		if (km->bindings[i].action == act)
			return true;
	return false;
}

/* Takes the key back from what the file gave it to, which then may need its own keys again. */
static void force_own(struct keys_file *f, enum action act, uint32_t key)
{
	struct key_binding *have = find_binding(f->km, key);
	enum action was = have->action;
	char name[KEY_NAME_MAX];

	have->action = act;
	f->keyed[was] = has_key(f->km, was);
	key_name(key, name);
	complain(f, f->lines[have - f->km->bindings], _("\"%s\" must have a key and keeps %s."), actions[act].name, name);
}

static void tell_loss(struct keys_file *f, enum action act, uint32_t key)
{
	const struct key_binding *have = find_binding(f->km, key);

	if (have->action != ACT_NONE)
		complain(f, f->lines[have - f->km->bindings], _("\"%s\" has no key left; the line \"none %s\" says that it needs none."),
		         actions[act].name, actions[act].name);
}

/* Whether the file has given all of an action's own keys away, and it no other. */
static bool is_robbed(const struct keys_file *f, enum action act)
{
	for (const char *s = actions[act].keys; *s;) {
		size_t len = strcspn(s, " ");

		if (!find_binding(f->km, key_of_name(s, len)))
			return false;
		s += len + strspn(s + len, " ");
	}
	return !f->keyed[act] && !f->none[act];
}

static void add_table(struct keys_file *f)
{
	for (enum action a = ACT_NONE + 1; a < ACT_KINDS; a++)
		if (is_robbed(f, a))
			each_own_key(f, a, true, is_kept(a) ? force_own : tell_loss);
	for (enum action a = ACT_NONE + 1; a < ACT_KINDS; a++)
		if (!f->keyed[a] && !f->none[a])
			each_own_key(f, a, false, add_own);
}

static bool is_text(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < 0x20 && !strchr("\t\r\n", text[i])) || text[i] == 0x7f || !text[i])
			return false;
	return utf8_valid(text, len);
}

void keymap_read(struct keymap *km, const char *text, size_t len, const char *path, struct buf *said)
{
	struct keys_file f = { .km = km, .path = path, .said = said };
	size_t mark = utf8_mark(text, len);

	km->count = 0;
	text += mark;
	len -= mark;
	if (is_text(text, len))
		take_lines(&f, text, len);
	else
		complain(&f, 0, _("this is not a text file in UTF-8; it is not used."));
	add_table(&f);
	if (f.faults > SAID_MAX)
		buf_addf(said, tr_n("%s: %lu more fault is not named.\n", "%s: %lu more faults are not named.\n", f.faults - SAID_MAX),
		         path, (unsigned long)f.faults - SAID_MAX);
}

/* Nothing that could wait for ever or never end. */
static bool read_file(struct keys_file *f, const char *path, struct buf *text)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct err err = ERR_INIT;
	struct stat st;
	bool ok = false;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return false;
	if (fd < 0 || fstat(fd, &st) != 0)
		err_sys(&err, errno, _("the keys file cannot be read"));
	else if (!S_ISREG(st.st_mode))
		err_set(&err, _("this is not a file of text; it is not used."));
	else if (io_read_all(fd, text, KEYS_FILE_MAX))
		ok = true;
	else if (errno == EFBIG)
		err_set(&err, _("the keys file is larger than %lu KiB; it is not used."), (unsigned long)KEYS_FILE_MAX >> 10);
	else
		err_sys(&err, errno, _("the keys file cannot be read"));
	if (!ok)
		complain(f, 0, "%s", err_text(&err));
	if (fd >= 0)
		close(fd);
	err_free(&err);
	return ok;
}

void keymap_load(struct keymap *km, const char *path, struct buf *said)
{
	char *name = text_name(path);
	struct keys_file f = { .path = name, .said = said };
	struct buf text = BUF_INIT;

	if (path && read_file(&f, path, &text))
		keymap_read(km, buf_str(&text), text.len, name, said);
	else
		keymap_init(km);
	buf_free(&text);
	free(name);
}
