// The judge as crawl and scan use it: an advert in, what the casebook is to keep of it out.
#pragma once

#include "tools/judge.h"
#include "tools/page_worker.h"

namespace tools {

// `judge` must outlive what is returned.
MakeJudgeAdvert advert_judges(const Judge& judge);

}  // namespace tools
