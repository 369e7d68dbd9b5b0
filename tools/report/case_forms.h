// The summary of a case as HTML and as one JSON document on one line. Pure.
#pragma once

#include "tools/case_summary.h"
#include "tools/message_catalogue.h"
#include "tools/report/cites_words.h"
#include "tools/report/renderer.h"

namespace tools::report {

void case_html(const CaseSummary& summary, const MessageCatalogue& words, const CitesWords& cites, const Sink& sink);
void case_json(const CaseSummary& summary, const CitesWords& cites, const Sink& sink);

}  // namespace tools::report
