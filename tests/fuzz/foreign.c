/* Notes of other programs, and the decoder of what a worker makes of them: what a hostile worker sends is refused, or is
 * clean and can be kept.
 *
 * Input: a byte (1: the rest is a record as it is), else patches of the record, and the file that it is made of. */
#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz/fuzz.h"
#include "notes/foreign.h"
#include "notes/json.h"
#include "notes/note.h"
#include "worker/foreign_read.h"

const char fuzz_name[] = "foreign";

static void check_note(const struct foreign_note *f)
{
	const struct note *note = f->note;
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct note *again = NULL;

	fuzz_clean_string(note->uuid, TEXT_NAME, false);
	fuzz_clean_string(note->series, TEXT_NAME, false);
	fuzz_clean_string(f->source, TEXT_NAME, false);
	fuzz_clean_string(note->exact, TEXT_RUNNING, false);
	fuzz_clean_string(note->creator, TEXT_RUNNING, false);
	fuzz_clean_string(note->text, TEXT_RUNNING, true);
	for (uint32_t i = 0; i < note->ntags; i++)
		fuzz_clean_string(note->tags[i], TEXT_RUNNING, false);
	MUST(*note->uuid && foreign_time_is_ours(note->created) && foreign_time_is_ours(note->modified));
	json_note_line(note, &once);
	/* a rest that a hostile worker made up may spoil the line; merging then refuses it */
	if (json_read_line(once.data, once.len - 1, &again) == JSON_NOTE && !*note->other) {
		json_note_line(again, &twice);
		MUST(once.len == twice.len && !memcmp(once.data, twice.data, once.len));
	}
	note_free(again);
	buf_free(&once);
	buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t how = fuzz_byte(&in);
	struct fuzz_patches patches = { NULL, 0 };
	struct buf record = BUF_INIT;
	struct err err = ERR_INIT;
	struct foreign *f;

	if (how & 1) {
		buf_add(&record, in.data, in.left);
	} else {
		patches = fuzz_patches(&in);
		foreign_read((const char *)in.data, in.left, &record);
		fuzz_patch(&patches, &record);
	}
	f = foreign_decode(buf_str(&record), record.len, &err);
	MUST((f == NULL) == (err.text != NULL));
	MUST(f || how & 1 || patches.count); /* what we made ourselves is accepted */
	for (uint32_t i = 0; f && i < f->count; i++)
		check_note(&f->notes[i]);
	foreign_free(f);
	err_free(&err);
	buf_free(&record);
	return 0;
}
