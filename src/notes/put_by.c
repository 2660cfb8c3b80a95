#include <config.h>

#include "notes/put_by.h"

#include <string.h>

#include "base/buf.h"
#include "base/secret.h"
#include "notes/json.h"
#include "notes/note.h"
#include "notes/sealed.h"

/* Each is the first line of a file of its own, so each opens whatever was taken before it. */
static const char purpose[] = "put by";

static void wipe(struct buf *plain)
{
	if (plain->data)
		secret_wipe(plain->data, plain->cap);
	buf_free(plain);
}

void put_by_add(struct buf *kept, const struct seal *seal, const struct note *note)
{
	struct seal_file *f = seal_file_new(seal, purpose);
	struct buf plain = BUF_INIT;

	json_note_line(note, &plain);
	seal_file_begin(f);
	seal_file_add(f, buf_str(&plain), plain.len, kept);
	seal_file_free(f);
	wipe(&plain);
}

struct note *put_by_take(struct buf *kept, const struct seal *seal)
{
	size_t end = kept->len ? kept->len - 1 : 0, start = end; /* without LF */
	struct buf plain = BUF_INIT;
	struct note *note = NULL;
	struct seal_file *f;

	if (!end)
		return NULL;
	while (start && kept->data[start - 1] != '\n')
		start--;
	f = seal_file_new(seal, purpose);
	seal_file_begin(f);
	if (seal_file_read(f, kept->data + start, end - start, &plain) != SEALED_LINE ||
	    json_read_line(plain.data, plain.len && plain.data[plain.len - 1] == '\n' ? plain.len - 1 : plain.len, &note) != JSON_NOTE)
		note = NULL;
	seal_file_free(f);
	wipe(&plain);
	if (note)
		kept->len = start;
	return note;
}
