// From the detector's result, which points into a scanner and a lexicon, to a JudgedListing that stands by itself.
// Pure; called on the worker thread while the scanner's result is still valid.
#pragma once

#include "casebook/records.h"
#include "detector/assess.h"
#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"

namespace casebook {

JudgedListing describe(detector::Listing listing, const detector::ScanResult& scan,
                       const detector::Assessment& assessment, const detector::Lexicon& lexicon, const Provenance& by);

}  // namespace casebook
