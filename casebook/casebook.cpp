#include "casebook/casebook.h"
