#include <config.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/secret.h"

#include "tui/line_input.h"

enum { LINE_MAX_ = 64 << 10 /* a longer line is cut into several */, PIECE = 4096 };

static bool take_line(struct line_input *in, struct buf *line)
{
	const char *lf = in->bytes.len ? memchr(in->bytes.data, '\n', in->bytes.len) : NULL;
	size_t len = lf ? (size_t)(lf - in->bytes.data) : in->bytes.len, used = len + (lf != NULL);

	if (!lf && len < LINE_MAX_ && !(in->ended && len))
		return false;
	buf_clear(line);
	buf_add(line, in->bytes.data, len);
	while (line->len && line->data[line->len - 1] == '\r')
		line->data[--line->len] = '\0';
	memmove(in->bytes.data, in->bytes.data + used, in->bytes.len - used);
	in->bytes.len -= used;
	return true;
}

static void read_more(struct line_input *in)
{
	char bytes[PIECE];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

	if (n > 0)
		buf_add(&in->bytes, bytes, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		in->ended = true;
	secret_wipe(bytes, n > 0 ? (size_t)n : 0);
}

enum signal_event line_input_read(struct line_input *in, struct buf *line, int timeout_ms)
{
	for (;;) {
		struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = signals_fd(), .events = POLLIN } };
		enum signal_event e = signals_next();

		if (e != SIGNAL_NONE)
			return e;
		if (take_line(in, line))
			return SIGNAL_NONE;
		if (in->ended)
			return SIGNAL_QUIT;
		switch (poll(fds, 2, timeout_ms)) {
		case 0: return SIGNAL_CONTINUE;
		case -1: break;
		default:
			if (fds[0].revents)
				read_more(in);
		}
	}
}

enum signal_event line_input_read_unseen(struct line_input *in, struct buf *line)
{
	struct termios was, now;
	bool terminal = tcgetattr(STDIN_FILENO, &was) == 0;
	enum signal_event e;

	if (terminal) {
		now = was;
		now.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
		tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	}
	buf_reserve(&in->bytes, LINE_MAX_ + PIECE); /* so that it is in one place only */
	buf_reserve(line, LINE_MAX_ + PIECE);
	e = line_input_read(in, line, -1);
	secret_wipe(in->bytes.data + in->bytes.len, in->bytes.cap - in->bytes.len);
	if (terminal)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &was);
	return e;
}
