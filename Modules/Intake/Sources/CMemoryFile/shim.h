#ifndef MPP_CMEMORYFILE_H
#define MPP_CMEMORYFILE_H

// The C library shows this only to programs that ask for GNU's extensions before the first header, which Swift does not.
int memfd_create(const char *name, unsigned int flags);

#endif
