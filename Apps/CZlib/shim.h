#ifndef MPP_CZLIB_H
#define MPP_CZLIB_H

#include <zlib.h>

// Swift does not see `deflateInit2`, which is a macro. 16 above the largest window asks for gzip's head and foot.
static inline int czlib_start_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
