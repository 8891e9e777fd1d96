#ifndef MPP_CQRENCODE_H
#define MPP_CQRENCODE_H

#include <qrencode.h>

#endif
