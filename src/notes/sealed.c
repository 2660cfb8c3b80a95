#include <config.h>

#include "notes/sealed.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"

#define MARK "qorjyn-sealed "
#define STRETCH "argon2id"
/* what subkeys are for */
#define FOR_HEADER "qorjyn header"
#define FOR_FILE "qorjyn file "
enum {
	FORMAT = 1,
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	HASH = 32, SALT = crypto_pwhash_SALTBYTES, SUM = 4,
	NUMBER = 8, LENGTH = 4, BEFORE = HASH + LENGTH, /* of the content */
	AROUND = NUMBER + NONCE + TAG,
	HEADER_MAX = 256, FIELDS = 7,
	VARIANT = sodium_base64_VARIANT_ORIGINAL
};

struct seal {
	unsigned char *key; /* KEY bytes in memory of their own */
	char header[HEADER_MAX];
	struct seal_cost cost;
};

struct seal_file {
	const struct seal *seal;
	unsigned char *key; /* of this file alone, likewise */
	struct buf data;    /* associated: header, name; room for the number */
	struct seal_at at;
	unsigned char *bytes;
	size_t cap;
};

static void put_le(unsigned char *out, uint64_t n, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (unsigned char)(n >> 8 * i);
}

static uint64_t get_le(const unsigned char *in, size_t len)
{
	uint64_t n = 0;

	while (len-- > 0)
		n = n << 8 | in[len];
	return n;
}

static void add_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
	size_t size = sodium_base64_encoded_len(len, VARIANT);

	buf_reserve(out, size);
	sodium_bin2base64(out->data + out->len, size, bytes, len, VARIANT);
	out->len += size - 1;
}

/* Exactly so many bytes, in the one way to write them. */
static bool get_base64(const char *s, size_t len, unsigned char *out, size_t size)
{
	size_t got;
	const char *end;

	return sodium_base642bin(out, size, s, len, NULL, &got, &end, VARIANT) == 0 && got == size && end == s + len;
}

/* A key for one purpose, out of the key of the folder. */
static void derive(unsigned char out[KEY], const unsigned char *key, const char *purpose)
{
	crypto_generichash(out, KEY, (const unsigned char *)purpose, strlen(purpose), key, KEY);
}

/* ---- the header: MARK version argon2id ops MiB salt authenticator sum */

struct header {
	unsigned long version, ops, mib;
	unsigned char salt[SALT], auth[HASH], sum[SUM];
	size_t authed; /* bytes at its front that the authenticator is over; the sum is over all before it */
};

static void sum_of(const char *header, size_t len, unsigned char sum[SUM])
{
	unsigned char hash[HASH];

	crypto_generichash(hash, HASH, (const unsigned char *)header, len, NULL, 0);
	memcpy(sum, hash, SUM);
}

static void auth_of(const struct seal *seal, size_t len, unsigned char auth[HASH])
{
	unsigned char *key = secret_new(KEY);

	derive(key, seal->key, FOR_HEADER);
	crypto_generichash(auth, HASH, (const unsigned char *)seal->header, len, key, KEY);
	secret_free(key, KEY);
}

static bool get_number(const char *s, size_t len, unsigned long *n)
{
	*n = 0;
	if (!len || len > 9 || (len > 1 && *s == '0'))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*n = *n * 10 + (unsigned long)(s[i] - '0');
	}
	return true;
}

/* The fields of a whole header of our version; NOT: nothing like it, DAMAGED: its sum is wrong. */
static enum seal_looks parse(const char *s, size_t len, struct header *h)
{
	struct { const char *s; size_t len; } field[FIELDS] = { { NULL, 0 } };
	unsigned char sum[SUM];
	size_t n = 0, at = sizeof MARK - 1;

	if (len < at || memcmp(s, MARK, at) != 0)
		return SEAL_NOT;
	for (; n < FIELDS && at <= len && len < HEADER_MAX; n++) {
		const char *space = memchr(s + at, ' ', len - at);
		size_t end = space ? (size_t)(space - s) : len;

		field[n].s = s + at;
		field[n].len = end - at;
		at = end + 1;
	}
	if (n < FIELDS || at <= len || !get_number(field[0].s, field[0].len, &h->version))
		return SEAL_HEADER_DAMAGED;
	h->authed = (size_t)(field[5].s - s);
	sum_of(s, (size_t)(field[6].s - s), sum);
	if (!get_base64(field[6].s, field[6].len, h->sum, SUM) || memcmp(sum, h->sum, SUM) != 0)
		return SEAL_HEADER_DAMAGED;
	if (h->version != FORMAT)
		return SEAL_HEADER;
	if (field[1].len != strlen(STRETCH) || memcmp(field[1].s, STRETCH, strlen(STRETCH)) != 0 || !get_number(field[2].s, field[2].len, &h->ops) ||
	    !get_number(field[3].s, field[3].len, &h->mib) || !get_base64(field[4].s, field[4].len, h->salt, SALT) ||
	    !get_base64(field[5].s, field[5].len, h->auth, HASH))
		return SEAL_HEADER_DAMAGED;
	return SEAL_HEADER;
}

static bool stretch(struct seal *seal, const char *pass, size_t len, const unsigned char *salt)
{
	return crypto_pwhash(seal->key, KEY, pass, len, salt, seal->cost.ops, (size_t)seal->cost.mib << 20,
			     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static struct seal *seal_new(void)
{
	struct seal *seal = mem_calloc(1, sizeof *seal);

	seal->key = secret_new(KEY);
	return seal;
}

void seal_free(struct seal *seal)
{
	if (!seal)
		return;
	secret_free(seal->key, KEY);
	free(seal);
}

static void write_header(struct seal *seal, const unsigned char *salt)
{
	unsigned char sum[SUM], auth[HASH];
	struct buf h = BUF_INIT;

	buf_addf(&h, MARK "%d " STRETCH " %u %u ", FORMAT, seal->cost.ops, seal->cost.mib);
	add_base64(&h, salt, SALT);
	buf_addc(&h, ' ');
	memcpy(seal->header, h.data, h.len);
	auth_of(seal, h.len, auth);
	add_base64(&h, auth, HASH);
	buf_addc(&h, ' ');
	sum_of(h.data, h.len, sum);
	add_base64(&h, sum, SUM);
	memcpy(seal->header, h.data, h.len + 1);
	buf_free(&h);
}

struct seal *seal_make(const char *pass, size_t len, const struct seal_cost *cost, bool *weaker, struct err *err)
{
	/* the last ones for small machines: less memory, so more passes */
	static const struct seal_cost costs[] = { { 3, 256 }, { 6, 128 }, { 12, 64 } };
	size_t n = cost ? 1 : sizeof costs / sizeof *costs;
	unsigned char salt[SALT];
	struct seal *seal;

	if (sodium_init() < 0) {
		err_set(err, _("This system gives no random numbers, so nothing can be sealed."));
		return NULL;
	}
	seal = seal_new();
	randombytes_buf(salt, sizeof salt);
	for (size_t i = 0; i < n; i++) {
		seal->cost = cost ? *cost : costs[i];
		if (weaker)
			*weaker = i > 0;
		if (stretch(seal, pass, len, salt)) {
			write_header(seal, salt);
			return seal;
		}
	}
	err_set(err, _("There is not enough memory to make a key from the passphrase; close other programs and try again."));
	seal_free(seal);
	return NULL;
}

/* Before any of it is used. */
static bool acceptable(enum seal_looks looks, const struct header *h, struct err *err)
{
	if (looks != SEAL_HEADER)
		return err_set(err, _("The first line of the sealed notes is damaged, so they cannot be opened."));
	if (h->version != FORMAT)
		return err_set(err, _("The notes were sealed by a newer version of qorjyn, which is needed to open them."));
	if (h->ops < SEAL_OPS_MIN || h->ops > SEAL_OPS_MAX || h->mib < SEAL_MIB_MIN || h->mib > SEAL_MIB_MAX)
		return err_set(err, _("The first line of the sealed notes asks for more than qorjyn ever does; it was changed, and is not used."));
	return true;
}

struct seal *seal_open(const char *header, size_t len, const char *pass, size_t pass_len, bool *wrong, struct err *err)
{
	struct header h = { 0 };
	unsigned char auth[HASH];
	struct seal *seal;

	*wrong = false;
	if (sodium_init() < 0 || !acceptable(parse(header, len, &h), &h, err))
		return NULL;
	seal = seal_new();
	seal->cost = (struct seal_cost){ (unsigned)h.ops, (unsigned)h.mib };
	memcpy(seal->header, header, len);
	if (!stretch(seal, pass, pass_len, h.salt)) {
		err_set(err, _("Opening the notes takes %lu MiB of memory, which is not there; close other programs and try again."), h.mib);
	} else {
		auth_of(seal, h.authed, auth);
		if (sodium_memcmp(auth, h.auth, HASH) == 0)
			return seal;
		*wrong = true;
	}
	seal_free(seal);
	return NULL;
}

const char *seal_header(const struct seal *seal)
{
	return seal->header;
}

struct seal_cost seal_cost_of(const struct seal *seal)
{
	return seal->cost;
}

/* ---- lines */

enum { LINE_LEAST = AROUND + SEAL_PAD };

size_t seal_size(size_t len)
{
	size_t content = (BEFORE + len + SEAL_PAD - 1) / SEAL_PAD * SEAL_PAD;

	return sodium_base64_encoded_len(AROUND + content, VARIANT);
}

enum seal_looks seal_looks(const char *line, size_t len)
{
	struct header h;
	enum seal_looks looks = parse(line, len, &h);

	if (looks != SEAL_NOT || len < (LINE_LEAST + 2) / 3 * 4)
		return looks;
	for (size_t i = 0; i < len; i++) {
		char c = line[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='))
			return SEAL_NOT;
	}
	return SEAL_LINE;
}

struct seal_file *seal_file_new(const struct seal *seal, const char *name)
{
	struct seal_file *f = mem_calloc(1, sizeof *f);
	char *purpose = mem_printf(FOR_FILE "%s", name);

	f->seal = seal;
	f->key = secret_new(KEY);
	derive(f->key, seal->key, purpose);
	buf_addf(&f->data, "%s\n%s\n", seal->header, name);
	buf_fill(&f->data, '\0', NUMBER);
	free(purpose);
	seal_file_begin(f);
	return f;
}

static void free_bytes(struct seal_file *f)
{
	if (f->bytes)
		secret_wipe(f->bytes, f->cap);
	free(f->bytes);
	f->bytes = NULL;
	f->cap = 0;
}

void seal_file_free(struct seal_file *f)
{
	if (!f)
		return;
	free_bytes(f);
	secret_free(f->key, KEY);
	buf_free(&f->data);
	free(f);
}

static void hash_line(const char *line, size_t len, unsigned char hash[HASH])
{
	crypto_generichash(hash, HASH, (const unsigned char *)line, len, NULL, 0);
}

void seal_file_begin(struct seal_file *f)
{
	f->at = (struct seal_at){ .next = 1 };
	hash_line(f->seal->header, strlen(f->seal->header), f->at.link);
}

const struct seal *seal_file_seal(const struct seal_file *f)
{
	return f->seal;
}

const struct seal_at *seal_file_at(const struct seal_file *f)
{
	return &f->at;
}

void seal_file_back(struct seal_file *f, const struct seal_at *at)
{
	f->at = *at;
}

static void make_room(struct seal_file *f, size_t size)
{
	if (size <= f->cap)
		return;
	free_bytes(f);
	f->cap = size + size / 2;
	f->bytes = mem_alloc(f->cap);
}

/* How many lines are not where they were, by what this one says of itself and of the one before it. */
static uint64_t displaced(const struct seal_at *at, uint64_t number, const unsigned char *link)
{
	if (number < at->next)
		return 1;
	if (number == at->next)
		return memcmp(link, at->link, HASH) != 0;
	return number - at->next > at->bad ? number - at->next - at->bad : 0;
}

static void add_gap(struct seal_at *at, uint64_t from, uint64_t to)
{
	if (from >= to)
		return;
	if (at->ngaps == sizeof at->gaps / sizeof *at->gaps)
		at->gaps_lost = true;
	else
		at->gaps[at->ngaps++] = (struct seal_gap){ from, to };
}

/* Whether this line, which should have come earlier, has not. */
static bool fills_gap(struct seal_at *at, uint64_t number)
{
	for (unsigned i = 0; i < at->ngaps; i++) {
		struct seal_gap gap = at->gaps[i];

		if (number < gap.from || number >= gap.to)
			continue;
		at->gaps[i] = at->gaps[--at->ngaps];
		add_gap(at, gap.from, number);
		add_gap(at, number + 1, gap.to);
		return true;
	}
	return at->gaps_lost;
}

/* An authentic line: where it stands; false: it was here before. */
static bool place_line(struct seal_at *at, uint64_t number, const unsigned char *link, const char *line, size_t len)
{
	at->displaced += displaced(at, number, link);
	if (number < at->next)
		return fills_gap(at, number);
	add_gap(at, at->next, number);
	at->next = number + 1;
	at->bad = 0;
	hash_line(line, len, at->link);
	return true;
}

static enum seal_read damaged(struct seal_file *f)
{
	f->at.bad++;
	return SEALED_DAMAGED;
}

static enum seal_read read_header(struct seal_file *f, const char *line, size_t len, enum seal_looks looks)
{
	if (looks != SEAL_HEADER)
		return damaged(f);
	return strlen(f->seal->header) == len && !memcmp(f->seal->header, line, len) ? SEALED_HEADER : SEALED_OTHER;
}

enum seal_read seal_file_read(struct seal_file *f, const char *line, size_t len, struct buf *plain)
{
	enum seal_looks looks = seal_looks(line, len);
	size_t size = len / 4 * 3 - (len > 1 && line[len - 1] == '=') - (len > 1 && line[len - 2] == '='), content = size - AROUND, n;
	unsigned char *inside;
	uint64_t number;

	buf_clear(plain);
	if (looks == SEAL_HEADER || looks == SEAL_HEADER_DAMAGED)
		return read_header(f, line, len, looks);
	if (looks != SEAL_LINE || len % 4 || size < LINE_LEAST || content % SEAL_PAD)
		return damaged(f);
	make_room(f, size + content);
	inside = f->bytes + size;
	if (!get_base64(line, len, f->bytes, size))
		return damaged(f);
	number = get_le(f->bytes, NUMBER);
	put_le((unsigned char *)f->data.data + f->data.len - NUMBER, number, NUMBER);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(inside, NULL, NULL, f->bytes + NUMBER + NONCE, content + TAG,
		(const unsigned char *)f->data.data, f->data.len, f->bytes + NUMBER, f->key) != 0)
		return damaged(f);
	n = (size_t)get_le(inside + HASH, LENGTH);
	if (n > content - BEFORE || number == 0 || number == UINT64_MAX)
		return damaged(f);
	if (!place_line(&f->at, number, inside, line, len))
		return SEALED_HEADER;
	buf_add(plain, inside + BEFORE, n);
	return SEALED_LINE;
}

static void add_line(struct seal_file *f, const char *line, size_t len, struct buf *out)
{
	size_t content = (BEFORE + len + SEAL_PAD - 1) / SEAL_PAD * SEAL_PAD, start = out->len;
	unsigned char *inside;

	make_room(f, AROUND + 2 * content);
	inside = f->bytes + AROUND + content;
	memset(inside, 0, content);
	memcpy(inside, f->at.link, HASH);
	put_le(inside + HASH, len, LENGTH);
	memcpy(inside + BEFORE, line, len);
	put_le(f->bytes, f->at.next, NUMBER);
	memcpy(f->data.data + f->data.len - NUMBER, f->bytes, NUMBER);
	randombytes_buf(f->bytes + NUMBER, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(f->bytes + NUMBER + NONCE, NULL, inside, content,
		(const unsigned char *)f->data.data, f->data.len, NULL, f->bytes + NUMBER, f->key);
	add_base64(out, f->bytes, AROUND + content);
	hash_line(out->data + start, out->len - start, f->at.link);
	buf_addc(out, '\n');
	f->at.next++;
	f->at.bad = 0;
}

void seal_file_add(struct seal_file *f, const char *lines, size_t len, struct buf *out)
{
	for (size_t at = 0; at < len;) {
		const char *lf = memchr(lines + at, '\n', len - at);
		size_t end = lf ? (size_t)(lf - lines) : len;

		add_line(f, lines + at, end - at, out);
		at = end + 1;
	}
}
