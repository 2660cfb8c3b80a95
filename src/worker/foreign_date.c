#include <config.h>

#include "worker/foreign_date.h"

#include <stdint.h>
#include <stdio.h>

/* Exactly so many digits; false: they are not there. */
static bool digits(const char **s, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return true;
}

static bool sign(const char **s, char c)
{
	return **s == c && (*s)++;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

struct moment { int year, month, day, hour, minute, second; };

/* A zone is less than a day. */
static void add_minutes(struct moment *m, int minutes)
{
	int total = m->hour * 60 + m->minute + minutes;

	m->hour = (total + 1440) % 1440 / 60;
	m->minute = (total + 1440) % 60;
	m->day += total < 0 ? -1 : total >= 1440;
	if (m->day < 1) {
		m->year -= m->month == 1;
		m->month = m->month == 1 ? 12 : m->month - 1;
		m->day = month_days(m->year, m->month);
	} else if (m->day > month_days(m->year, m->month)) {
		m->day = 1;
		m->year += m->month == 12;
		m->month = m->month == 12 ? 1 : m->month + 1;
	}
}

/* "Z", "+05:00", "+0500", "+05", nothing. */
static bool zone(const char **s, int *minutes)
{
	int hours, rest = 0, turn = **s == '-' ? 1 : -1;

	*minutes = 0;
	if (!**s || sign(s, 'Z') || sign(s, 'z'))
		return true;
	if (!sign(s, '+') && !sign(s, '-'))
		return false;
	if (!digits(s, 2, &hours))
		return false;
	sign(s, ':');
	if (**s && !digits(s, 2, &rest))
		return false;
	*minutes = turn * (hours * 60 + rest);
	return hours < 24 && rest < 60;
}

static bool time_of_day(const char **s, struct moment *m)
{
	if (!sign(s, 'T') && !sign(s, 't') && !sign(s, ' '))
		return false;
	if (!digits(s, 2, &m->hour) || !sign(s, ':') || !digits(s, 2, &m->minute))
		return false;
	if (sign(s, ':') && !digits(s, 2, &m->second))
		return false;
	if (sign(s, '.') || sign(s, ','))
		while (**s >= '0' && **s <= '9')
			(*s)++;
	return m->hour < 24 && m->minute < 60 && m->second <= 60;
}

bool foreign_date(const char *s, char out[FOREIGN_DATE_SIZE])
{
	struct moment m = { .year = 0 };
	int minutes = 0;

	if (!digits(&s, 4, &m.year) || !sign(&s, '-') || !digits(&s, 2, &m.month) || !sign(&s, '-') || !digits(&s, 2, &m.day))
		return false;
	if (m.year < 1 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > month_days(m.year, m.month))
		return false;
	if (*s && (!time_of_day(&s, &m) || !zone(&s, &minutes)))
		return false;
	if (*s)
		return false;
	add_minutes(&m, minutes);
	if (m.year < 1 || m.year > 9999)
		return false;
	snprintf(out, FOREIGN_DATE_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)m.year % 10000u, (unsigned)m.month % 100u, (unsigned)m.day % 100u,
	         (unsigned)m.hour % 100u, (unsigned)m.minute % 100u, (unsigned)m.second % 100u);
	return true;
}
