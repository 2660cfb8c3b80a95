/* Pictures, private front matter and manifests, as pack takes them apart: any bytes are left as they are or lose
 * something, and what lost it has nothing left to lose.
 *
 * Input: a picture; it is read as a report and as a manifest as well. */
#include <config.h>

#include <string.h>

#include "base/buf.h"
#include "bundle/manifest.h"
#include "bundle/picture.h"
#include "bundle/private.h"
#include "fuzz/fuzz.h"

const char fuzz_name[] = "picture";

enum { TURN = 36 }; /* bytes that say how a JPEG is turned, for each Exif segment */

static void check_picture(const char *bytes, size_t len)
{
	struct buf out = BUF_INIT, again = BUF_INIT;
	unsigned found = picture_look(bytes, len, &out);

	MUST(found == picture_look(bytes, len, NULL));
	if ((found & ~(unsigned)PICTURE_INSIDE) == 0 || (found & (PICTURE_ODD | PICTURE_STAYS))) {
		MUST(out.len == 0);
	} else {
		MUST(out.len <= len || (found & PICTURE_TURNED));
		MUST(out.len <= len + len / 4 * TURN);
		MUST(out.len != len || memcmp(buf_str(&out), bytes, len) != 0);
		MUST((picture_look(buf_str(&out), out.len, &again) & ~(unsigned)PICTURE_INSIDE) == 0);
		MUST(again.len == 0);
	}
	buf_free(&out);
	buf_free(&again);
}

static void check_report(const char *md, size_t len)
{
	struct buf out = BUF_INIT;
	enum private_found found = private_look(md, len, &out);

	MUST(found == private_look(md, len, NULL));
	MUST(found == PRIVATE_KEYS ? out.len < len && private_look(buf_str(&out), out.len, NULL) == PRIVATE_NONE : out.len == 0);
	buf_free(&out);
}

static void check_manifest(const char *yaml, size_t len)
{
	struct buf plain = BUF_INIT, again = BUF_INIT;

	manifest_whole(yaml, len);
	manifest_digests(yaml, len);
	manifest_plain(yaml, len, &plain);
	MUST(plain.len <= len);
	manifest_plain(buf_str(&plain), plain.len, &again);
	MUST(again.len == plain.len && !memcmp(buf_str(&again), buf_str(&plain), plain.len));
	buf_free(&plain);
	buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_picture((const char *)data, size);
	check_report((const char *)data, size);
	check_manifest((const char *)data, size);
	return 0;
}
