#ifndef MPP_CPNG_H
#define MPP_CPNG_H

#include <stdio.h>
#include <png.h>

#endif
