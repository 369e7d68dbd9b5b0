// Which languages is an advert in? The one declared, and those most of its context words belong to. Names say little,
// the same word names a tiger in ten languages: where none is declared, the long ones are heard too. Internal to the
// detector.
#pragma once

#include "detector/cues.h"

namespace detector {

// Fills Advert::languages from the cues of all languages and the matches. Linear in both.
void settle_languages(Advert& advert);

}  // namespace detector
