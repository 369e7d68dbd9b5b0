// What reading the lists and rules needed, and what they hold no longer.
#pragma once

namespace detector {

// Returns freed memory to the system: of long-lived data read once a fifth is left over from the reading.
void give_back_memory();

}  // namespace detector
