// Whether a page's words hold a name of the lists: what decides between its first pass and a tree.
//
// The promise (held by name_screen_test on every sample page and the demo market): where the full reading of a page
// would be flagged, its first pass holds a name. A text longer than a scan takes counts as holding one.
#pragma once

#include <string>

#include "casebook/records.h"
#include "crawler/extract/page.h"
#include "detector/matcher.h"

namespace tools {

// `matcher` must outlive the screen. Threads may call it at once: each call borrows a scanner.
crawler::Screen name_screen(const detector::Matcher& matcher);

// The words under which the casebook knows by what a page was passed over: rules have no part in it.
std::string screened_by(const casebook::Provenance& judge);

}  // namespace tools
