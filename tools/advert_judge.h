// The judge as crawl and scan use it: an advert in, what the casebook is to keep of it out.
#pragma once

#include "casebook/records.h"
#include "tools/judge.h"
#include "tools/page_worker.h"

namespace tools {

// Which lists, rules and program judge; recorded with every judgement.
casebook::Provenance provenance_of(const Judge& judge);

// `judge` must outlive what is returned.
MakeJudgeAdvert advert_judges(const Judge& judge);

}  // namespace tools
