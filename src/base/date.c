#include <config.h>
#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/buf.h"

enum { MONTHS = 12 };

/* In a pattern d is the day, m the month, y the year. */
static const struct words {
	const char *lang, *day, *month;
	const char *first; /* how the first day of a month is written; NULL: as a number */
	const char *of_day[MONTHS]; /* as in "the 25th of November" */
	const char *alone[MONTHS];  /* NULL: as with a day */
} all_words[] = {
	{ "en", "d m y", "m y", NULL,
	  { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" },
	  { NULL } },
	{ "fr", "d m y", "m y", "1er",
	  { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre" },
	  { NULL } },
	{ "kk", "y\u00A0ж. d m", "y\u00A0ж. m", NULL,
	  { "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан" },
	  { NULL } },
	{ "pl", "d m y", "m y", NULL,
	  { "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia" },
	  { "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień" } },
	{ "ru", "d m y\u00A0г.", "m y\u00A0г.", NULL,
	  { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря" },
	  { "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь" } },
	{ "uk", "d m y\u00A0р.", "m y\u00A0р.", NULL,
	  { "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня" },
	  { "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень", "листопад", "грудень" } },
};

struct date { int year, month, day; /* 0: not said */ };

/* Exactly n digits at *s; moves on. */
static bool digits(const char **s, int n, int *value)
{
	for (*value = 0; n; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return true;
}

static bool read_date(const char *s, struct date *d)
{
	memset(d, 0, sizeof *d);
	if (!digits(&s, 4, &d->year) || *s++ != '-' || !digits(&s, 2, &d->month) || d->month < 1 || d->month > MONTHS)
		return false;
	if (!*s)
		return true;
	return *s++ == '-' && digits(&s, 2, &d->day) && d->day >= 1 && d->day <= 31 && (!*s || *s == 'T' || *s == ' ');
}

static int days_of(int year, int month)
{
	static const int days[MONTHS] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

bool date_is_iso(const char *s)
{
	struct date d;
	size_t len = strlen(s);

	if (len == 4)
		return digits(&s, 4, &d.year);
	if (!read_date(s, &d) || d.day > days_of(d.year, d.month))
		return false;
	return len <= 10 || s[strspn(s, "0123456789:.,+-TZ UC")] == '\0';
}

static void put_date(const struct words *w, const struct date *d, struct buf *out)
{
	const char *of_day = w->of_day[d->month - 1], *alone = w->alone[d->month - 1];

	for (const char *p = d->day ? w->day : w->month; *p; p++) {
		if (*p == 'y')
			buf_addf(out, "%d", d->year);
		else if (*p == 'm')
			buf_adds(out, d->day || !alone ? of_day : alone);
		else if (*p == 'd' && d->day == 1 && w->first)
			buf_adds(out, w->first);
		else if (*p == 'd')
			buf_addf(out, "%d", d->day);
		else
			buf_addc(out, *p);
	}
}

void date_text(const char *iso, const char *lang, struct buf *out)
{
	struct date d;

	for (size_t i = 0; i < sizeof all_words / sizeof *all_words; i++)
		if (!strcmp(all_words[i].lang, lang) && read_date(iso, &d)) {
			put_date(&all_words[i], &d, out);
			return;
		}
	buf_adds(out, iso);
}
