/* Signals as events: handlers only set a flag and write to a pipe, which term.c waits on, so that none is lost
 * between looking and waiting. */
#ifndef QORJYN_TUI_TERM_SIGNAL_H
#define QORJYN_TUI_TERM_SIGNAL_H

enum signal_event { SIGNAL_NONE, SIGNAL_QUIT, SIGNAL_INTERRUPT, SIGNAL_STOP, SIGNAL_CONTINUE, SIGNAL_RESIZE };

void signals_open(void);
void signals_close(void);    /* the handlers that were there before come back */
int signals_fd(void);        /* readable when signals_next() has something */
enum signal_event signals_next(void);
void signals_stop(void);     /* stops this process as Ctrl-Z does; returns when it goes on */

#endif
