#include <config.h>
#include "base/near.h"

#include <limits.h>
#include <string.h>
#include <wchar.h>

#include "base/buf.h"
#include "base/props.h"
#include "base/utf8.h"
#include "base/width.h"

enum { STEPS_MAX = 4 };

/* A sign and what stands for it in ASCII, in pairs. */
static const char signs[] =
	"•*◦o▪-▫-‣>∙*·.●*○o■#□o◆*◇o▸>▶>▾v▼v◂<◀<★*☆*✓v✔v✗x✘x☐o☑x☒x⚑*¶P§S"
	"─-━-│|┃|┌+┐+└+┘+├+┤+┬+┴+┼+═=║|╔+╗+╚+╝+╠+╣+╦+╩+╬+╭+╮+╯+╰+╴-╵|╶-╷|▏|▎|▌|█#░.▒:▓#▀#▄#"
	"“\"”\"„\"«\"»\"‘'’'‚,‹<›>ʼ'–-—-―-‐-‑-‒-−-….⋯."
	"→>←<↑^↓v↔-⇒>⇐<↩<⏎<×x÷/±~≈~≤<≥>≠#№N©c®r™t°o′'″\"€E£L₸T₽R₴H†+‡+¿?¡!¹1²2³3₁1₂2₃3";

/* A letter and a plainer one.  Kazakh, Ukrainian, Belarusian, Kyrgyz, Tajik and Uzbek letters and those of church
 * books go to Russian ones first, as people without these letters write; Russian ones to Latin. */
static const char letters[] =
	"әаӘАғгҒГқкҚКңнҢНөоӨОұуҰУүуҮУһхҺХіiІIїіЇІєеЄЕґгҐГўуЎУҳхҲХҷчҶЧӣиӢИӯуӮУҩоҨОӡзӠЗ"
	"ѣеѢЕѳфѲФѵиѴИѕзЅЗѡоѠОѧяѦЯѫуѪУѯкѮКѱпѰПѩяѨЯѭюѬЮꙋуꙊУꙗяꙖЯꙁзꙀЗꙑыꙐЫꙇиꙆИѹуѸУѿоѾОѻоѺОѽоѼОҁкҀК"
	"ђдЂДћчЋЧљлЉЛњнЊНџчЏЧјjЈJӀI"
	"аaбbвvгgдdеeёeжjзzиiйyкkлlмmнnоoпpрrсsтtуuфfхhцcчcшsщsъ\"ыyь'эeюuяa"
	"АAБBВVГGДDЕEЁEЖJЗZИIЙYКKЛLМMНNОOПPРRСSТTУUФFХHЦCЧCШSЩSЪ\"ЫYЬ'ЭEЮUЯA"
	"ßsæaÆAœoŒOøoØOđdĐDðdÐDþtÞTłlŁLıiŋnŊNħhĦHŧtŦTĸkſsəаƏАʻ'ʽ'ˮ\""
	"αaβbγgδdεeζzηiθtιiκkλlμmνnξxοoπpρrσsςsτtυuφfχhψpωo"
	"ΑAΒBΓGΔDΕEΖZΗIΘTΙIΚKΛLΜMΝNΞXΟOΠPΡRΣSΤTΥUΦFΧHΨPΩO"
	"აaბbგgდdეeვvზzთtიiკkლlმmნnოoპpჟjრrსsტtუuფpქkღgყqშsჩcცcძdწtჭcხhჯjჰh"
	"աaբbգgդdեeզzէeըyթtժjիiլlխxծtկkհhձdղgճcմmյyնnշsոoչcպpջjռrսsվvտtրrցcւvփpքkօoֆfևe"
	"ԱAԲBԳGԴDԵEԶZԷEԸYԹTԺJԻIԼLԽXԾTԿKՀHՁDՂGՃCՄMՅYՆNՇSՈOՉCՊPՋJՌRՍSՎVՏTՐRՑCՒVՓPՔKՕOՖF";

/* What stands behind c in a table of pairs; 0. */
static uint32_t pair_of(const char *table, size_t end, uint32_t c)
{
	size_t at = 0;

	while (at < end) {
		uint32_t one, other;

		at += utf8_get(table + at, end - at, &one);
		at += utf8_get(table + at, end - at, &other);
		if (one == c)
			return other;
	}
	return 0;
}

uint32_t near_sign(uint32_t c)
{
	return pair_of(signs, sizeof signs - 1, c);
}

uint32_t near_plainer(uint32_t c)
{
	uint32_t plain = pair_of(letters, sizeof letters - 1, c);

	if (plain != 0)
		return plain;
	plain = props_plain(c);
	return plain != c ? plain : near_sign(c);
}

uint32_t near_find(uint32_t c, bool (*has)(uint32_t))
{
	for (int i = 0; i < STEPS_MAX && c != 0; i++) {
		c = near_plainer(c);
		if (c != 0 && has(c))
			return c;
	}
	return 0;
}

/* Bytes of c in the locale's character set; 0 when it lacks it. */
static size_t near_bytes(uint32_t c, char bytes[MB_LEN_MAX])
{
	mbstate_t state;
	size_t n;

	memset(&state, 0, sizeof state);
	n = wcrtomb(bytes, (wchar_t)c, &state);
	return n == (size_t)-1 ? 0 : n;
}

bool near_locale_has(uint32_t c)
{
	char bytes[MB_LEN_MAX];

	return c < 0x80 || near_bytes(c, bytes) != 0;
}

void near_encode(struct buf *out, const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		char bytes[MB_LEN_MAX];
		size_t n;
		uint32_t c;

		i += utf8_get(s + i, len - i, &c);
		if (c < 0x80) {
			buf_addc(out, (char)c);
			continue;
		}
		n = c != UTF8_BAD ? near_bytes(c, bytes) : 0;
		if (n == 0 && c != UTF8_BAD) {
			int width = width_char(c);

			c = near_find(c, near_locale_has);
			n = c != 0 ? near_bytes(c, bytes) : 0;
			if (n == 0)
				buf_fill(out, '?', (size_t)width);
		} else if (n == 0) {
			buf_addc(out, '?');
		}
		buf_add(out, bytes, n);
	}
}
