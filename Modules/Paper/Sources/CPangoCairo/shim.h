#ifndef MPP_CPANGOCAIRO_H
#define MPP_CPANGOCAIRO_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#endif
