#ifndef MPP_CTURBOJPEG_H
#define MPP_CTURBOJPEG_H

#include <turbojpeg.h>

#endif
