/* A sample of every script and kind of cluster that must stand in its columns. */
#ifndef QORJYN_TESTS_TERM_SCRIPTS_H
#define QORJYN_TESTS_TERM_SCRIPTS_H

#include <stddef.h>

struct script_sample {
	const char *name;
	const char *text;  /* as written, at most 12 columns, no space at its ends */
	const char *shown; /* what the terminal's cells must hold, NULL: the same */
};

static const struct script_sample script_samples[] = {
	{ "Cyrillic", "АЯаяЁёЏџ", NULL },
	{ "Kazakh", "ӘәҒғҚқҢңӨөҰұ", NULL },
	{ "Kazakh, more", "ҮүҺһІіҗҙҡ", NULL },
	{ "Ukrainian", "ЄєІіЇїҐґʼ’", NULL },
	{ "Serbian, NFD", "и\u0306е\u0308і\u0308", "йёї" },
	{ "stress", "за\u0301мо\u0301к", NULL },
	{ "church letters", "ѢѣѲѳꙊꙋꙖꙗ", NULL },
	{ "church marks", "гд\u0483с҃ѡ\u0486", NULL },
	{ "church letters above", "а\u2DE0б\u0487в\uA66Fг", NULL },
	{ "Latin, NFC", "éçñőąłŻß", NULL },
	{ "Latin, NFD", "e\u0301c\u0327n\u0303o\u030Ba\u0328", "éçñőą" },
	{ "Latin, two marks", "e\u0302\u0301q\u0323\u0302", "ếq\u0323\u0302" },
	{ "Greek", "ΑΩαωάἄᾧ", NULL },
	{ "Greek, NFD", "α\u0301ι\u0308", "άϊ" },
	{ "Georgian", "აბგჰႠᲐ", NULL },
	{ "Armenian", "ԱԲֆև՞։", NULL },
	{ "Arabic", "السلام", NULL },
	{ "Arabic, marks", "سَلَامٌ", NULL },
	{ "Persian", "می\u200Cخواهم", NULL },
	{ "Hebrew", "שלום", NULL },
	{ "Hebrew, points", "שָׁלוֹם", "שָׁלוֹם" },
	{ "Devanagari", "क्षि हिन्दी", NULL },
	{ "Thai", "ภาษาไทยน้ำ", NULL },
	{ "Han", "漢字测试", NULL },
	{ "kana", "かながガｶﾞ", NULL },
	{ "kana, NFD", "か\u3099ハ\u309A", "がパ" },
	{ "Hangul", "한국어", NULL },
	{ "Hangul jamo", "\u1112\u1161\u11AB\u1100\u116E", "한구" },
	{ "old jamo", "\u1112\u119E\u11AB", NULL },
	{ "emoji", "😀👍❤", NULL },
	{ "emoji, joined", "👩\u200D👧\u200D👦", "👩👧👦" },
	{ "emoji, skin", "👍🏽👋🏿", "👍👋" },
	{ "emoji, newer", "🥲🫠", NULL },
	{ "selectors", "❤\uFE0F☎\uFE0E✔\uFE0F", "❤☎✔" },
	{ "keycap", "1\uFE0F\u20E3#\uFE0F\u20E3", "1#" },
	{ "flags", "🇰🇿🇺🇦🇵🇱", "KZUAPL" },
	{ "half a flag", "🇰x", "Kx" },
	{ "soft hyphen", "не\u00ADза\u00ADви", "незави" },
	{ "no-break space", "10\u00A0000\u202F₸", "10 000\u202F₸" },
	{ "zero-width space", "аб\u200Bвг", "абвг" },
	{ "joiner of nothing", "a\u200D🙂", "a🙂" },
	{ "signs", "•◆─│▸…—№", NULL },
};
enum { SCRIPT_SAMPLES = sizeof script_samples / sizeof *script_samples };

#endif
