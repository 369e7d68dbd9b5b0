#include "detector/memory.h"

#include <malloc.h>

namespace detector {

void give_back_memory() { malloc_trim(0); }

}  // namespace detector
