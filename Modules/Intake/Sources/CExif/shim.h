#ifndef MPP_CEXIF_H
#define MPP_CEXIF_H

#include <libexif/exif-data.h>

#endif
