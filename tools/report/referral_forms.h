// A notice to a platform as HTML, CSV and JSON lines. Pure.
#pragma once

#include "tools/message_catalogue.h"
#include "tools/referral.h"
#include "tools/report/cites_words.h"
#include "tools/report/renderer.h"

namespace tools::report {

void referral_html(const Referral& referral, const MessageCatalogue& words, const CitesWords& cites, const Sink& sink);
void referral_csv(const Referral& referral, const Sink& sink);
void referral_jsonl(const Referral& referral, const Sink& sink);

}  // namespace tools::report
