#ifndef MPP_CLINUX_H
#define MPP_CLINUX_H

#include <spawn.h>

// The C library shows these only to programs that ask for GNU's extensions before the first header, which Swift does not.
int memfd_create(const char *name, unsigned int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

#endif
